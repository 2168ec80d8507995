# Splits access-log lines into one file for each quarter of an hour, as one writes it:
# mawk -v dir=DIR -f bench/split.awk LOG
{
    minute = int(substr($3, 17, 2) / 15) * 15
    print > (dir "/" substr($3, 9, 4) "-" substr($3, 5, 3) "-" substr($3, 2, 2) "-" substr($3, 14, 2) "-" minute)
}
