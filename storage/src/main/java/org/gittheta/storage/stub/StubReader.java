// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.stub;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.Slice;
import org.gittheta.storage.tensor.DType;
import org.gittheta.storage.tensor.ParameterName;
import org.gittheta.storage.tensor.Shape;
import org.gittheta.storage.text.CanonicalNumber;

/** Parses the text of one stub; the grammar stands at {@link StubFormat}. */
final class StubReader {
    private static final int LONGEST_IDENTIFIER = 32;
    private static final List<String> CONFLICT_MARKERS = List.of("<<<<<<<", "|||||||", "=======", ">>>>>>>");
    private static final int MOST_BASES = 1000;

    private final byte[] text;

    StubReader(byte[] text) {
        this.text = text;
    }

    Stub read() throws StubFormatException {
        List<String> lines = lines();
        if (!lines.get(0).equals(StubFormat.MAGIC_LINE)) {
            throw new StubFormatException(
                    lines.get(0).startsWith(StubFormat.MAGIC)
                            ? "this git theta reads \"" + StubFormat.MAGIC_LINE + "\", not \"" + shorten(lines.get(0))
                                    + "\"; install a newer one"
                            : "the stub does not begin with \"" + StubFormat.MAGIC_LINE + "\"");
        }
        FrameEntry frame = null;
        List<TensorEntry> tensors = new ArrayList<>(lines.size());
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                if (line.startsWith("frame ")) {
                    if (frame != null) {
                        throw new IllegalArgumentException("a second frame");
                    }
                    frame = frame(new Words(line));
                } else if (!line.startsWith("#")) {
                    tensors.add(tensor(new Words(line)));
                }
            } catch (IllegalArgumentException e) {
                throw new StubFormatException(complaint(line, e), i + 1);
            }
        }
        if (frame == null) {
            throw new StubFormatException("the stub has no frame line");
        }
        try {
            return new Stub(frame, tensors);
        } catch (IllegalArgumentException e) {
            throw new StubFormatException("the stub has " + e.getMessage());
        }
    }

    private List<String> lines() throws StubFormatException {
        if (text.length == 0 || text[text.length - 1] != '\n') {
            throw new StubFormatException("the stub is cut off: its last line has no end");
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new StubFormatException("the stub is not UTF-8 text");
        }
        if (decoded.indexOf('\r') >= 0) {
            throw new StubFormatException("the stub's line ends were changed; it must be tracked with -text");
        }
        return Arrays.asList(decoded.substring(0, decoded.length() - 1).split("\n", -1));
    }

    private static String complaint(String line, IllegalArgumentException e) {
        if (CONFLICT_MARKERS.stream().anyMatch(line::startsWith)) {
            return "the stub has conflict markers; settle the merge first";
        }
        return "the stub is damaged: " + shorten(String.valueOf(e.getMessage()));
    }

    /** Quotes a part of a text that anyone may have written: a short one, without control characters. */
    private static String shorten(String text) {
        String visible = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return visible.length() <= 80 ? visible : visible.substring(0, 77) + "...";
    }

    private static FrameEntry frame(Words words) {
        words.next();
        String format = identifier(words.next());
        long size = words.number();
        return new FrameEntry(format, size, Sha256.parse(words.next()), encoding(words, 0));
    }

    private static TensorEntry tensor(Words words) {
        String kind = words.next();
        return switch (kind) {
            case "param", "storage" ->
                new ParameterEntry(
                        ParameterName.unescape(words.next()),
                        new DType(words.next()),
                        Shape.parse(words.next()),
                        words.number(),
                        Sha256.parse(words.next()),
                        encoding(words, 0),
                        kind.equals("storage"));
            case "view" -> view(words);
            default -> throw new IllegalArgumentException("no line begins with \"" + kind + "\"");
        };
    }

    private static ViewEntry view(Words words) {
        ParameterName name = ParameterName.unescape(words.next());
        DType dtype = new DType(words.next());
        Shape shape = Shape.parse(words.next());
        ParameterName target = ParameterName.unescape(words.next());
        long offset = words.number();
        String last = words.next();
        words.end();
        return last.startsWith("[")
                ? new ViewEntry(name, dtype, shape, target, offset, Optional.empty(), strides(last))
                : new ViewEntry(name, dtype, shape, target, offset, Optional.of(Sha256.parse(last)), List.of());
    }

    private static List<Long> strides(String word) {
        if (!word.endsWith("]")) {
            throw new IllegalArgumentException("not strides: " + word);
        }
        List<Long> strides = Arrays.stream(word.substring(1, word.length() - 1).split(",", -1))
                .map(Long::valueOf)
                .toList();
        if (!StubFormat.strides(strides).equals(word)) {
            throw new IllegalArgumentException("not canonical strides: " + word);
        }
        return strides;
    }

    static TensorEntry line(String line) throws StubFormatException {
        try {
            return tensor(new Words(line));
        } catch (IllegalArgumentException e) {
            throw new StubFormatException(complaint(line, e));
        }
    }

    static Encoding encoding(String text) throws StubFormatException {
        try {
            return encoding(new Words(text), 0);
        } catch (IllegalArgumentException e) {
            throw new StubFormatException("the encoding is damaged: " + shorten(String.valueOf(e.getMessage())));
        }
    }

    private static Encoding encoding(Words words, int depth) {
        if (depth > MOST_BASES) {
            throw new IllegalArgumentException("more than " + MOST_BASES + " bases");
        }
        String codec = identifier(words.next());
        List<Slice> slices = new ArrayList<>(1);
        while (words.hasNext()) {
            String word = words.next();
            if (word.equals("<")) {
                DType dtype = new DType(words.next());
                long size = words.number();
                Sha256 sha256 = Sha256.parse(words.next());
                Encoding.Base base = new Encoding.Base(dtype, size, sha256, encoding(words, depth + 1));
                return new Encoding(codec, slices, Optional.of(base));
            }
            slices.add(Slice.parse(word));
        }
        return new Encoding(codec, slices);
    }

    private static String identifier(String word) {
        // A pattern would take longer than all the rest of a line.
        boolean isGood = !word.isEmpty() && word.length() <= LONGEST_IDENTIFIER && isLetter(word.charAt(0));
        for (int i = 1; i < word.length() && isGood; i++) {
            char c = word.charAt(i);
            isGood = isLetter(c) || (c >= '0' && c <= '9') || c == '-';
        }
        if (!isGood) {
            throw new IllegalArgumentException("not a name of a format or codec: " + word);
        }
        return word;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    /** Takes a line apart at single spaces. */
    private static final class Words {
        private final String line;
        private int at;

        Words(String line) {
            this.line = line;
        }

        boolean hasNext() {
            return at <= line.length();
        }

        String next() {
            if (!hasNext()) {
                throw new IllegalArgumentException("the line is cut off");
            }
            int space = line.indexOf(' ', at);
            int end = space < 0 ? line.length() : space;
            String word = line.substring(at, end);
            at = end + 1;
            return word;
        }

        long number() {
            return CanonicalNumber.parse(next());
        }

        void end() {
            if (hasNext()) {
                throw new IllegalArgumentException("more words than the line takes");
            }
        }
    }
}
