// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage.codec;

import java.io.IOException;
import java.util.Optional;
import org.gittheta.storage.object.CorruptObjectException;
import org.gittheta.storage.object.PayloadReader;
import org.gittheta.storage.tensor.DType;

/**
 * Stores the differences from a base of the same element type, or from what a base of another floating-point type is when
 * it is converted.
 *
 * <p>The payload is {@link PredictedBlocks}' head and blocks, as {@link ResidualCoder} writes them. An element of F64,
 * F32, F16 and BF16 is predicted from one of another of these types by {@link FloatCast}: to F32 first, unless it is that;
 * rounded to nearest, ties to even, where the type gets narrower.
 */
public final class DifferenceCodec implements DeltaCodec {
    /** The name that is stored. */
    public static final String NAME = "delta";

    private final ResidualCoder residuals = new ResidualCoder();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Encoder> encoder(Change change) {
        PredictedBlocks blocks = PredictedBlocks.of(residuals, change.dtype(), change.baseType());
        return predictor(blocks.layout(), blocks.baseLayout()).map(p -> blocks.encoder(blocks.head(), p));
    }

    @Override
    public Decoder decoder(PayloadReader payload, long size, DType baseType) throws IOException {
        PredictedBlocks blocks = PredictedBlocks.read(residuals, payload, baseType);
        return predictor(blocks.layout(), blocks.baseLayout())
                .map(predictor -> blocks.decoder(payload, predictor))
                .orElseThrow(
                        () -> new CorruptObjectException("nothing predicts " + blocks.layout() + " from " + baseType));
    }

    private static Optional<Predictor> predictor(ElementLayout layout, ElementLayout base) {
        if (layout.equals(base)) {
            return Optional.of(new Same());
        }
        return layout.isConvertible() && base.isConvertible() ? Optional.of(new Cast(base, layout)) : Optional.empty();
    }

    private static final class Same implements Predictor {
        @Override
        public boolean isBase() {
            return true;
        }

        @Override
        public void predict(byte[] base, long first, byte[] out, int elements) {
            throw new IllegalStateException("the base is the prediction");
        }
    }

    private record Cast(ElementLayout from, ElementLayout to) implements Predictor {
        @Override
        public boolean isBase() {
            return false;
        }

        @Override
        public void predict(byte[] base, long first, byte[] out, int elements) {
            FloatCast.convert(base, from, out, to, elements);
        }
    }
}
