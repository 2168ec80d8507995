# As split.awk, as quick as we could make it: mawk -v dir=DIR -f bench/split-quick.awk LOG
# The time is cut out of the line, since asking for $3 makes awk split each line into all of its fields, and the name of
# a file is put together once.
{
    start = index($0, "[")
    minute = substr($0, start + 16, 2)
    quarter = minute < "15" ? "00" : minute < "30" ? "15" : minute < "45" ? "30" : "45"
    window = substr($0, start + 1, 14) quarter
    if (!(window in file)) {
        name = window
        gsub(/[\/:]/, "-", name)
        file[window] = dir "/" name
    }
    print > file[window]
}
