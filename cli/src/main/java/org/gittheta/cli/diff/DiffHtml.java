// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli.diff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.gittheta.cli.repository.AtomicFile;
import org.gittheta.filter.diff.statistics.DeltaHistogram;
import org.gittheta.filter.diff.statistics.PairStatistics;

/**
 * Writes what changed in checkpoints as one page: the template {@code diff.html} with the numbers as JSON in it.
 *
 * <p>Names are hostile: in the JSON no character of markup stands as itself, and the page's script puts them into the
 * document as text only. A content security policy keeps the page from reaching anything.
 */
public final class DiffHtml {
    private static final String PLACE = "/*DATA*/";

    private DiffHtml() {}

    /** Writes the page. */
    public static void write(Path file, List<FileDiff> diffs) throws IOException {
        AtomicFile.write(file, out -> write(out, diffs));
    }

    static void write(OutputStream out, List<FileDiff> diffs) throws IOException {
        String template;
        try (InputStream in = DiffHtml.class.getResourceAsStream("diff.html")) {
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        int place = template.indexOf(PLACE);
        out.write(template.substring(0, place).getBytes(StandardCharsets.UTF_8));
        out.write(data(diffs).getBytes(StandardCharsets.UTF_8));
        out.write(template.substring(place + PLACE.length()).getBytes(StandardCharsets.UTF_8));
    }

    private static String data(List<FileDiff> diffs) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setCharacterEscapes(new NoMarkup());
            json.writeStartArray();
            for (FileDiff diff : diffs) {
                json.writeStartObject();
                json.writeStringField("path", diff.file().path());
                json.writeStringField("summary", DiffText.sentence(diff));
                json.writeArrayFieldStart("facts");
                for (String fact : DiffText.facts(diff)) {
                    json.writeString(fact.strip());
                }
                json.writeEndArray();
                json.writeArrayFieldStart("rows");
                for (ParameterRow row : diff.rows()) {
                    write(json, row);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, ParameterRow row) throws IOException {
        Fold.Place place = Fold.place(row);
        json.writeStartObject();
        json.writeStringField("name", row.name());
        json.writeStringField("kind", row.change().kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField(
                "type",
                row.change().latest().dtype() + " " + row.change().latest().shape());
        json.writeNumberField("layer", place.layer());
        json.writeStringField("weight", place.weight());
        if (row.numbers().isPresent()) {
            PairStatistics numbers = row.numbers().get();
            number(json, "relative", numbers.relativeL2());
            number(json, "max", numbers.maxAbs());
            number(json, "cosine", numbers.cosine());
            number(json, "changed", numbers.changedFraction());
            if (numbers.rank().isPresent()) {
                json.writeNumberField("rank", numbers.rank().getAsInt());
            }
        }
        if (row.histogram().isPresent()) {
            histogram(json, row.histogram().get());
        }
        json.writeEndObject();
    }

    /** Writes the bins that are not empty: a sign, an exponent, a count. */
    private static void histogram(JsonGenerator json, DeltaHistogram histogram) throws IOException {
        json.writeNumberField("zeros", histogram.zeros());
        json.writeArrayFieldStart("bins");
        for (int exponent = DeltaHistogram.SMALLEST; exponent <= DeltaHistogram.LARGEST; exponent++) {
            for (boolean negative : new boolean[] {true, false}) {
                long count = histogram.count(exponent, negative);
                if (count > 0) {
                    json.writeStartArray();
                    json.writeNumber(negative ? -1 : 1);
                    json.writeNumber(exponent);
                    json.writeNumber(count);
                    json.writeEndArray();
                }
            }
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String field, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeNumberField(field, value);
        }
    }

    /** Escapes what could end the element that the JSON stands in, or begin another. */
    private static final class NoMarkup extends CharacterEscapes {
        private static final long serialVersionUID = 1;

        @Override
        public int[] getEscapeCodesForAscii() {
            int[] escapes = standardAsciiEscapesForJSON();
            for (char c : new char[] {'<', '>', '&', '\''}) {
                escapes[c] = ESCAPE_STANDARD;
            }
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return new SerializedString(String.format(Locale.ROOT, "\\u%04x", c));
        }
    }
}
