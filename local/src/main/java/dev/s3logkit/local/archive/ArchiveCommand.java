package dev.s3logkit.local.archive;

import dev.s3logkit.common.s3.S3Uri;
import dev.s3logkit.local.archive.grep.LinePattern;
import dev.s3logkit.local.archive.grep.PathGlob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `archive`: looks into archives and takes files out of them.
@Command(
        name = "archive",
        description = {
            "Looks into archives and takes files out of them, on this machine and in S3, without"
                    + " reading more than it has to.",
            "Archives are squashfs images, zips and tarballs (plain, gzip, zstd, xz), of s3logkit and"
                    + " of others, told by their content.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  s3logkit archive ls -l s3://my-logs/2026/rollup-2026-11-20-0a1b2c3d.tgz",
            "  s3logkit archive cat s3://my-logs/2026.zip my-logs/2026-11-20-10-15-04-0123 | less",
            "  s3logkit archive cat --range 0-1023 images/2026.sqfs app/2026-11-20.log",
            "  s3logkit archive get images/2026.sqfs app --output app-logs",
            "  s3logkit archive grep -n 'REST.DELETE.OBJECT.* 204 ' s3://my-logs/rollup-2026-11-20-0a1b2c3d.tgz",
            "  s3logkit archive restore s3://my-zips/2026.zip --to s3://my-logs/"
        },
        mixinStandardHelpOptions = true)
public final class ArchiveCommand implements Runnable {

    private final ArchiveContext context;

    @Spec private @Nullable CommandSpec spec;

    public ArchiveCommand(ArchiveContext context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing the subcommand: ls, stat, cat, get, grep, restore or serve");
        }
    }

    @Command(
            name = "ls",
            description = {
                "Lists what is in an archive, sorted as S3 sorts keys. Folders end in a slash.",
                "Bytes of names that cannot be shown are written as \\xNN; every command takes names"
                        + " in this form."
            },
            mixinStandardHelpOptions = true)
    int ls(
            @Option(
                            names = "-l",
                            description =
                                    "type and mode, size in bytes and time (UTC) before names")
                    boolean details,
            @Option(
                            names = {"-R", "--recursive"},
                            description =
                                    "everything below PATH, by paths from the archive's root on")
                    boolean recursive,
            @Parameters(paramLabel = "ARCHIVE", description = "a file or an s3:// URL")
                    String archive,
            @Parameters(
                            paramLabel = "PATH",
                            arity = "0..1",
                            description = "a folder or file in it (default: all)")
                    @Nullable String path)
            throws IOException {
        return new ListRun(context, details, recursive).run(archive, path);
    }

    @Command(
            name = "stat",
            description =
                    "Tells all that an archive says of one entry; of a symbolic link, of the link.",
            mixinStandardHelpOptions = true)
    int stat(
            @Parameters(paramLabel = "ARCHIVE", description = "a file or an s3:// URL")
                    String archive,
            @Parameters(paramLabel = "PATH", description = "a file, folder or link in it")
                    String path)
            throws IOException {
        return new StatRun(context).run(archive, path);
    }

    @Command(
            name = "cat",
            description = {
                "Writes files to standard output, one after another. Symbolic links are followed"
                        + " inside of the archive.",
                "From S3 only what holds the files is read: for one file, up to three requests with"
                        + " those that open the archive. A compressed tarball without a table of"
                        + " contents is read from its start."
            },
            mixinStandardHelpOptions = true)
    int cat(
            @Option(
                            names = "--range",
                            paramLabel = "A-B",
                            defaultValue = "0-",
                            converter = ByteSpan.Converter.class,
                            description =
                                    "only the bytes from offset A to B of each file, both included;"
                                            + " A- to the end, -N the last N")
                    ByteSpan range,
            @Parameters(paramLabel = "ARCHIVE", description = "a file or an s3:// URL")
                    String archive,
            @Parameters(paramLabel = "PATH", arity = "1..*", description = "files in it")
                    List<String> paths)
            throws IOException {
        return new CatRun(context, range).run(archive, paths);
    }

    @Command(
            name = "get",
            description = {
                "Writes files and folders to disk. What lies under PATH lands under DIR, with times"
                        + " and permissions.",
                "Whatever the archive says, nothing is written outside of DIR or through a symbolic"
                        + " link, and a file has its name only when it is complete. What is not"
                        + " written is named, and the exit code is 1."
            },
            mixinStandardHelpOptions = true)
    int get(
            @Option(
                            names = {"-o", "--output"},
                            required = true,
                            paramLabel = "DIR",
                            description = "where to; made if it is not there")
                    Path output,
            @Option(
                            names = "--overwrite",
                            description =
                                    "replaces files that are there; without it nothing is written"
                                            + " when one is")
                    boolean overwrite,
            @Option(
                            names = "--skip-special",
                            description =
                                    "leaves out devices, FIFOs, sockets and symbolic links that lead"
                                            + " out of DIR without failing")
                    boolean skipSpecial,
            @Parameters(paramLabel = "ARCHIVE", description = "a file or an s3:// URL")
                    String archive,
            @Parameters(
                            paramLabel = "PATH",
                            arity = "0..*",
                            description = "folders and files in it (default: everything)")
                    @Nullable List<String> paths)
            throws IOException {
        return new GetRun(context, output, overwrite, skipSpecial)
                .run(archive, paths == null ? List.of() : paths);
    }

    @Command(
            name = "grep",
            description = {
                "Writes the lines of files in archives that PATTERN matches, as FILE:LINE, or as"
                        + " ARCHIVE!/FILE:LINE when there are several archives. Files that are"
                        + " compressed with gzip, zstd or xz are decompressed.",
                "Every file is searched once, in the order of the archive; of one in S3 only those"
                        + " that --path names are read where the archive has a table of contents.",
                "The exit code is that of grep: 0 when a line matches, 1 when none does, 2 when"
                        + " something could not be searched, which is named."
            },
            footer = {
                "",
                "PATTERN is an extended regular expression as of grep -E, in the syntax of RE2: \\b is"
                        + " the border of a word, (?i) ignores case, there are no back references,"
                        + " and no expression takes long. It is matched against characters of"
                        + " UTF-8; a byte that is none is a character of its own. Put -- before a"
                        + " PATTERN that starts with '-'. Unlike that of grep, -v says more.",
                "",
                "Of a file with NUL bytes no lines are shown, only that one matches. A line of more"
                        + " than 64 MiB is not searched, which counts as a failure of its file.",
                "",
                "Examples:",
                "  s3logkit archive grep -F 79a59df900b949e5 s3://my-logs/rollup-2026-11-20-0a1b2c3d.tgz",
                "  s3logkit archive grep -c ' (403|503) ' rollup-2026-11-*.tgz",
                "  s3logkit archive grep -il timeout images/2026.sqfs --path 'app/**/*.gz'",
                "  s3logkit archive grep --json DELETE s3://my-zips/2026.zip | jq -r .text"
            },
            mixinStandardHelpOptions = true)
    int grep(
            @Option(
                            names = {"-i", "--ignore-case"},
                            description = "letters match in either case")
                    boolean ignoreCase,
            @Option(
                            names = {"-l", "--files-with-matches"},
                            description = "only the names of files in which a line matches")
                    boolean names,
            @Option(
                            names = {"-c", "--count"},
                            description = "only how many lines match, of every file")
                    boolean counts,
            @Option(
                            names = {"-q", "--quiet"},
                            description = "nothing; ends at the first match with exit code 0")
                    boolean quiet,
            @Option(
                            names = {"-n", "--line-number"},
                            description = "numbers of lines before them; with --json always")
                    boolean numbers,
            @Option(
                            names = {"-F", "--fixed-strings"},
                            description = "PATTERN is a text and no expression")
                    boolean fixed,
            @Option(
                            names = {"-E", "--extended-regexp"},
                            description = "PATTERN is an extended regular expression (the default)")
                    boolean extended,
            @Option(
                            names = "--path",
                            paramLabel = "GLOB",
                            description =
                                    "only files with this path, or below it; * and ? stand for"
                                            + " anything but a slash, ** for anything; may be given"
                                            + " several times")
                    @Nullable List<String> globs,
            @Parameters(index = "0", paramLabel = "PATTERN", description = "what is looked for")
                    String pattern,
            @Parameters(
                            index = "1..*",
                            arity = "1..*",
                            paramLabel = "ARCHIVE",
                            description = "files or s3:// URLs")
                    List<String> archives)
            throws IOException {
        if (fixed && extended) {
            throw usage("grep", "-F and -E exclude each other");
        }
        GrepOptions.Tells tells =
                quiet
                        ? GrepOptions.Tells.NOTHING
                        : names
                                ? GrepOptions.Tells.NAMES
                                : counts ? GrepOptions.Tells.COUNTS : GrepOptions.Tells.LINES;
        LinePattern wanted;
        try {
            wanted =
                    fixed
                            ? LinePattern.text(pattern, ignoreCase)
                            : LinePattern.expression(pattern, ignoreCase);
        } catch (IllegalArgumentException e) {
            throw usage("grep", String.valueOf(e.getMessage()));
        }
        List<PathGlob> paths =
                globs == null ? List.of() : globs.stream().map(PathGlob::of).toList();
        return new GrepRun(
                        context,
                        new GrepOptions(wanted, paths, tells, numbers, archives.size() > 1))
                .run(archives);
    }

    private RuntimeException usage(String command, String message) {
        return spec == null
                ? new IllegalArgumentException(message)
                : new ParameterException(spec.commandLine().getSubcommands().get(command), message);
    }

    @Command(
            name = "restore",
            description = {
                "Makes the files of an archive objects again, under the keys that they had: those"
                        + " that a zip of s3logkit names, for a tarball those beside it, otherwise"
                        + " the paths in the archive.",
                "No object is ever replaced: one that is there with the same bytes counts as done,"
                        + " one with others is named and the exit code is 1. So a run may be ended"
                        + " and repeated. S3 gives restored objects a new date."
            },
            mixinStandardHelpOptions = true)
    int restore(
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "URL",
                            description =
                                    "s3://bucket/, or s3://bucket/prefix, which then stands before"
                                            + " every key")
                    String target,
            @Parameters(paramLabel = "ARCHIVE", description = "a file or an s3:// URL")
                    String archive)
            throws IOException {
        S3Uri to;
        try {
            to = S3Uri.parse(target);
        } catch (IllegalArgumentException e) {
            throw usage("restore", String.valueOf(e.getMessage()));
        }
        return new RestoreRun(context, to).run(archive);
    }
}
