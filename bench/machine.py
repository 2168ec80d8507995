"""What every benchmark says of where it ran."""

import os
import pathlib
import platform
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
S3LOGKIT = str(ROOT / "s3logkit")
ACCESS = ["--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"]


def processor():
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def java_version():
    """The JDK that the launcher takes, as it says itself in `--version`."""
    printed = subprocess.run([S3LOGKIT, "--version"], check=True, capture_output=True, text=True).stdout
    return " ".join(printed.split())


def jdk():
    """The home of a JDK that runs the project's classes."""
    for home in [os.environ.get("JAVA_HOME", ""), *map(str, pathlib.Path("/usr/lib/jvm").glob("*"))]:
        release = pathlib.Path(home, "release")
        found = re.search(r'JAVA_VERSION="(\d+)', release.read_text()) if release.exists() else None
        if found and int(found.group(1)) >= 25 and os.access(f"{home}/bin/javac", os.X_OK):
            return home
    sys.exit("bench: needs a JDK 25 or newer in JAVA_HOME or /usr/lib/jvm")
