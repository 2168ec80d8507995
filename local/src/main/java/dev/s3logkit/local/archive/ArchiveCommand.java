package dev.s3logkit.local.archive;

import dev.s3logkit.common.s3.S3Uri;
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
                    "Missing the subcommand: ls, stat, cat, get, restore or serve");
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
            throw spec == null ? e : new ParameterException(spec.commandLine(), e.getMessage());
        }
        return new RestoreRun(context, to).run(archive);
    }
}
