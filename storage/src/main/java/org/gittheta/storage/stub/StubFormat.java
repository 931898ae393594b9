// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes and reads stub format 1.
 *
 * <p>A stub is UTF-8 text; every line ends with LF. In ABNF (RFC 5234), where {@code SP} is one space:
 *
 * <pre>
 * stub      = magic LF note LF frame LF *( tensor LF )     ; tensors ordered by name, each name once
 * magic     = "git-theta stub 1"
 * note      = "#" *VCHAR-OR-SP                             ; says how to get the file; readers skip it
 * frame     = "frame" SP format SP size SP sha256 SP encoding
 * tensor    = parameter / storage / view
 * parameter = "param" SP name SP dtype SP shape SP size SP sha256 SP encoding
 * storage   = "storage" SP name SP dtype SP shape SP size SP sha256 SP encoding
 * view      = "view" SP name SP dtype SP shape SP name SP offset SP ( sha256 / strides )
 * encoding  = codec *( SP slice ) [ SP "&lt;" SP base ]
 * base      = dtype SP size SP sha256 SP encoding
 * slice     = sha256 ":" size [ "@" offset "+" length ]    ; the short form, and only it, for a whole object
 * shape     = "[" [ number *( "," number ) ] "]"
 * strides   = "[" integer *( "," integer ) "]"
 * name      = see {@link org.gittheta.storage.tensor.ParameterName#escaped}
 * format, codec = lower-case letter *( lower-case letter / digit / "-" )
 * </pre>
 *
 * <p>Numbers are decimal without leading zeros, hashes 64 lower-case hexadecimal digits. What stands before the encoding
 * is the line's identity, a pure function of the file. No line depends on another but by name, so that any line-wise
 * mixture of two stubs is a stub.
 */
public final class StubFormat {
    /** The first line, without its end. */
    public static final String MAGIC_LINE = "git-theta stub 1";

    /** What the first line of a stub of any version begins with. */
    public static final String MAGIC = "git-theta stub ";

    /** The number of bytes that tell whether a file is meant as a stub. */
    public static final int MAGIC_BYTES = MAGIC.length();

    /** The largest stub in bytes: 200,000 parameters with long names. */
    public static final int LARGEST_BYTES = 1 << 26;

    private static final String NOTE = "# This text stands for a model checkpoint. To get the file, install git theta"
            + " and run: git theta checkout -- PATH";

    private StubFormat() {}

    /** Tells whether a file that begins with these bytes is meant as a stub, of this version or another. */
    public static boolean isStub(byte[] prefix, int length) {
        byte[] magic = MAGIC.getBytes(StandardCharsets.US_ASCII);
        return length >= magic.length && Arrays.equals(prefix, 0, magic.length, magic, 0, magic.length);
    }

    /** Returns the one canonical text of a stub. */
    public static byte[] write(Stub stub) {
        StringBuilder out = new StringBuilder(256 * (stub.tensors().size() + 2));
        out.append(MAGIC_LINE).append('\n').append(NOTE).append('\n');
        FrameEntry frame = stub.frame();
        out.append("frame ").append(frame.format()).append(' ').append(frame.size());
        out.append(' ').append(frame.sha256()).append(' ');
        append(out, frame.encoding());
        out.append('\n');
        for (TensorEntry tensor : stub.tensors()) {
            append(out, tensor);
            out.append('\n');
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the line of one tensor, without its end. */
    public static String line(TensorEntry tensor) {
        StringBuilder out = new StringBuilder();
        append(out, tensor);
        return out.toString();
    }

    /**
     * Reads the line that {@link #line} writes.
     *
     * @throws StubFormatException if it is in another form
     */
    public static TensorEntry readLine(String line) throws StubFormatException {
        return StubReader.line(line);
    }

    /** Returns the text of an encoding. */
    public static String encoding(Encoding encoding) {
        StringBuilder out = new StringBuilder();
        append(out, encoding);
        return out.toString();
    }

    /**
     * Reads the bytes of a stub to the end of the input.
     *
     * @throws StubFormatException if there are more than {@link #LARGEST_BYTES}
     */
    public static byte[] readText(InputStream in) throws IOException {
        byte[] text = in.readNBytes(LARGEST_BYTES + 1);
        if (text.length > LARGEST_BYTES) {
            throw new StubFormatException("the stub is larger than " + (LARGEST_BYTES >> 20) + " MiB");
        }
        return text;
    }

    /**
     * Reads the text of a stub.
     *
     * @throws StubFormatException if it is no stub, of another version, or has conflict markers
     */
    public static Stub read(byte[] text) throws StubFormatException {
        return new StubReader(text).read();
    }

    /**
     * Reads the text that {@link #encoding} writes.
     *
     * @throws StubFormatException if it is in another form
     */
    public static Encoding readEncoding(String text) throws StubFormatException {
        return StubReader.encoding(text);
    }

    private static void append(StringBuilder out, TensorEntry tensor) {
        if (tensor instanceof ParameterEntry p) {
            out.append(p.isStorage() ? "storage " : "param ");
            appendHead(out, tensor);
            out.append(p.size()).append(' ').append(p.sha256()).append(' ');
            append(out, p.encoding());
        } else {
            ViewEntry v = (ViewEntry) tensor;
            out.append("view ");
            appendHead(out, tensor);
            out.append(v.target().escaped()).append(' ').append(v.offset()).append(' ');
            out.append(v.sha256().map(Object::toString).orElseGet(() -> strides(v.strides())));
        }
    }

    private static void appendHead(StringBuilder out, TensorEntry tensor) {
        out.append(tensor.name().escaped()).append(' ');
        out.append(tensor.dtype()).append(' ').append(tensor.shape()).append(' ');
    }

    static String strides(List<Long> strides) {
        return strides.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
    }

    private static void append(StringBuilder out, Encoding encoding) {
        out.append(encoding.codec());
        encoding.slices().forEach(slice -> out.append(' ').append(slice));
        encoding.base().ifPresent(base -> {
            out.append(" < ").append(base.dtype()).append(' ').append(base.size());
            out.append(' ').append(base.sha256()).append(' ');
            append(out, base.encoding());
        });
    }
}
