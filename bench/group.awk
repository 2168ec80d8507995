# Objects and bytes of one day by account and region, from the rows of an inventory with all fields in quotes:
# mawk -v day=2024-12-25 -f group.awk FILE
BEGIN { FS = "\"" }
substr($8, 1, 10) == day {
  n = split($4, p, "/")
  account = region = ""
  for (i = 1; i < n; i++) {
    if (p[i] == "AWSLogs") {
      i++
      if (substr(p[i], 1, 2) == "o-") i++
      account = p[i]
      region = p[i + 2]
      if (substr(account, 1, 17) == "aws-account-id%3D") {
        account = substr(account, 18)
        region = substr(region, 14)
      }
      break
    }
  }
  group = account "-" region
  objects[group]++
  bytes[group] += $6
}
END {
  for (group in objects) {
    total += objects[group]
    printf "%s %d %.0f\n", group, objects[group], bytes[group]
  }
  printf "objects %d\n", total
}
