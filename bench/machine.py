"""What every benchmark says of where it ran."""

import pathlib
import platform
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
S3LOGKIT = str(ROOT / "s3logkit")


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
