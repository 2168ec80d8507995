package dev.s3logkit.common.accesslog;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Makes access-log lines that look like real ones: several buckets, a mix of operations, random
/// request and host ids, about 700 bytes a line.
///
/// The same arguments give the same bytes, always and everywhere. Not safe for use by several
/// threads.
public final class AccessLogGenerator {

    /// No line is longer, its line break included.
    public static final int MAX_LINE_BYTES = 4096;

    /// Real log objects are not sorted: a line may stand this many seconds away from its place.
    private static final int JITTER_SECONDS = 20;

    private static final int BLOCK = 1 << 18;
    private static final byte[] UPPER = bytes("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    private static final byte[] HEX = bytes("0123456789abcdef");
    private static final byte[] BASE64 =
            bytes("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final int HOST_ID_CHARS = 75;

    private final SampleTraffic traffic = new SampleTraffic();
    private final byte[] time = bytes("[00/Jan/1970:00:00:00 +0000] ");
    private final long firstSecond;
    private final long seconds;
    private final long lines;
    private final boolean traps;
    private final byte[] block = new byte[BLOCK + MAX_LINE_BYTES];
    private long state;
    private long made;
    private long timeSecond = Long.MIN_VALUE;
    private int at;

    /// @param from the time of the first line, to the second; years 1970 to 9999
    /// @param span how much time the lines cover, at least a second
    /// @param lines over how many lines the time is spread; further ones start again at `from`
    /// @param traps whether about every tenth line is one that is legal and hard to read
    public AccessLogGenerator(long seed, Instant from, Duration span, long lines, boolean traps) {
        if (span.toSeconds() < 1 || lines < 1) {
            throw new IllegalArgumentException("span " + span + ", lines " + lines + ": too small");
        }
        this.state = seed;
        this.firstSecond = from.getEpochSecond();
        this.seconds = span.toSeconds();
        this.lines = lines;
        this.traps = traps;
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /// Writes the next `count` lines, each with a line feed at its end.
    public void writeLines(OutputStream out, long count) throws IOException {
        for (long left = count; left > 0; ) {
            at = 0;
            while (left > 0 && at < BLOCK) {
                line();
                left--;
            }
            out.write(block, 0, at);
        }
    }

    /// Writes whole lines until `bytes` are reached or just passed.
    ///
    /// @return the number of lines written
    public long writeBytes(OutputStream out, long bytes) throws IOException {
        long before = made;
        for (long left = bytes; left > 0; left -= at) {
            at = 0;
            while (at < Math.min(BLOCK, left)) {
                line();
            }
            out.write(block, 0, at);
        }
        return made - before;
    }

    private void line() {
        SampleTraffic.Request request = traffic.request(next());
        SampleTraffic.Bucket bucket = traffic.bucket(next());
        LineTrap trap = traps && below(10) == 0 ? LineTrap.of(next()) : LineTrap.NONE;
        put(bucket.head());
        time(firstSecond + second(), trap);
        ip();
        requester(trap);
        chars(UPPER, 16);
        put(" ");
        put(request.operation());
        int key = at;
        key(request, trap);
        int keyEnd = at;
        if (request.isBatch()) {
            put(" - 204 - - ");
            number(below(1 << 20));
            put(" - - - - - ");
        } else {
            uri(request, key, keyEnd, trap);
            numbers(request);
            agents(trap);
        }
        tail(bucket, trap);
        block[at++] = '\n';
        made++;
    }

    private void requester(LineTrap trap) {
        if (trap == LineTrap.SPACES_IN_REQUESTER) {
            put(SampleTraffic.CLOUD_FRONT);
        } else {
            put(trap == LineTrap.TWO_SPACES ? " " : "");
            put(traffic.requester(next()));
        }
    }

    private void agents(LineTrap trap) {
        if (trap == LineTrap.QUOTES_IN_REFERER) {
            put(" \"a \"b\" c\" \"");
        } else {
            put(traffic.referer(next()));
        }
        @Nullable String userAgent = trap.userAgent();
        if (userAgent == null) {
            put(traffic.userAgent(next()));
        } else {
            put(userAgent);
        }
        put("\" - ");
    }

    private long second() {
        long index = made % lines;
        long whole = lines / seconds == 0 ? index * seconds / lines : index / (lines / seconds);
        long jittered = whole + below(2 * JITTER_SECONDS + 1) - JITTER_SECONDS;
        return Math.clamp(jittered, 0, seconds - 1);
    }

    private void time(long epochSecond, LineTrap trap) {
        if (epochSecond != timeSecond) {
            timeSecond = epochSecond;
            LogTime.format(epochSecond, time, 1);
        }
        put(time);
        if (trap == LineTrap.OTHER_ZONE) {
            block[at - 5] = '2';
        }
    }

    private void ip() {
        long random = next();
        number(1 + (random >>> 8 & 0x7F));
        block[at++] = '.';
        number(random >>> 16 & 0xFF);
        block[at++] = '.';
        number(random >>> 24 & 0xFF);
        block[at++] = '.';
        number(random >>> 32 & 0xFF);
        block[at++] = ' ';
    }

    private void key(SampleTraffic.Request request, LineTrap trap) {
        if (!request.hasKey()) {
            put("-");
            return;
        }
        put(traffic.folder(next()));
        chars(HEX, 12);
        put(trap == LineTrap.ENCODED_TWICE ? "%2522a%253Db!" : "");
        put(traffic.fileType(next()));
    }

    private void uri(SampleTraffic.Request request, int key, int keyEnd, LineTrap trap) {
        put(request.method());
        if (request.hasKey()) {
            System.arraycopy(block, key, block, at, keyEnd - key);
            at += keyEnd - key;
        }
        put(request.query());
        put(trap == LineTrap.QUOTES_IN_URI ? "\" 7 \" HTTP/1.1\" " : " HTTP/1.1\" ");
    }

    private void numbers(SampleTraffic.Request request) {
        int dice = below(100);
        boolean missing = request.hasKey() && dice < 5;
        boolean sends = request.sendsBody() || missing;
        put(missing ? "404 NoSuchKey " : dice < 10 ? "304 - " : "200 - ");
        long size = 1L << below(24);
        size += below((int) size);
        numberOrDash(sends ? (missing ? 311 : size) : -1);
        numberOrDash(request.hasKey() && !missing ? size : -1);
        number(4 + below(90));
        put(" ");
        numberOrDash(missing ? -1 : 3 + below(60));
        at--;
    }

    private void tail(SampleTraffic.Bucket bucket, LineTrap trap) {
        if (trap == LineTrap.OLD_LINE) {
            at--;
            return;
        }
        chars(BASE64, HOST_ID_CHARS);
        put("= ");
        put(bucket.tail());
        put(trap.end());
    }

    private void numberOrDash(long value) {
        if (value < 0) {
            block[at++] = '-';
        } else {
            number(value);
        }
        block[at++] = ' ';
    }

    private void number(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        at += digits;
        long rest = value;
        for (int i = 1; i <= digits; i++) {
            block[at - i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// Random characters of an alphabet of 16, 32 or 64.
    private void chars(byte[] alphabet, int count) {
        int bits = Integer.numberOfTrailingZeros(alphabet.length);
        int perWord = Long.SIZE / bits;
        for (int left = count; left > 0; left -= perWord) {
            long random = next();
            for (int i = Math.min(left, perWord); i > 0; i--) {
                block[at++] = alphabet[(int) random & (alphabet.length - 1)];
                random >>>= bits;
            }
        }
    }

    private void put(byte[] bytes) {
        System.arraycopy(bytes, 0, block, at, bytes.length);
        at += bytes.length;
    }

    @SuppressWarnings("deprecation") // Copies the low bytes, which is what is wanted here.
    private void put(String text) {
        text.getBytes(0, text.length(), block, at);
        at += text.length();
    }

    private int below(int bound) {
        return (int) (((next() >>> 33) * bound) >>> 31);
    }

    /// SplitMix64 (Steele, Lea, Flood 2014): the sequence is part of the contract.
    private long next() {
        state += 0x9E37_79B9_7F4A_7C15L;
        long z = (state ^ (state >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
