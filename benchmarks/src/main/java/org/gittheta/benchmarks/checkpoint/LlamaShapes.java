// SPDX-License-Identifier: Apache-2.0
package org.gittheta.benchmarks.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.gittheta.storage.tensor.Shape;

/**
 * Lays out 153 parameters with the names and proportions of a Llama model: 15 layers of ten, and three around them.
 *
 * <p>The width follows from the wanted number of elements, and the vocabulary takes up what is left, so that the sum is
 * less than two rows of the embedding away from it.
 */
final class LlamaShapes {
    private static final int LAYERS = 15;
    private static final int NARROWEST = 16;
    /** Elements of the whole model for a width of 1: 15 layers of 10.75, and two tables of 16 rows a unit of width. */
    private static final double ELEMENTS_PER_SQUARE = LAYERS * 10.75 + 32;

    private final List<SyntheticParameter> parameters = new ArrayList<>();
    private final long seed;

    private LlamaShapes(long seed) {
        this.seed = seed;
    }

    static List<SyntheticParameter> of(long elements, long seed) {
        LlamaShapes shapes = new LlamaShapes(seed);
        long width = width(elements);
        long inner = width * 11 / 4;
        for (int layer = 0; layer < LAYERS; layer++) {
            shapes.addLayer("model.layers." + layer + ".", width, inner);
        }
        shapes.add("model.norm.weight", width);
        long soFar = shapes.parameters.stream()
                .mapToLong(SyntheticParameter::elements)
                .sum();
        long vocabulary = Math.max(1, (elements - soFar) / (2 * width));
        shapes.add("model.embed_tokens.weight", vocabulary, width);
        shapes.add("lm_head.weight", vocabulary, width);
        return List.copyOf(shapes.parameters);
    }

    private static long width(long elements) {
        long exact = (long) Math.sqrt(elements / ELEMENTS_PER_SQUARE);
        long unit = exact >= 256 ? 64 : NARROWEST;
        return Math.max(NARROWEST, exact / unit * unit);
    }

    private void addLayer(String prefix, long width, long inner) {
        add(prefix + "input_layernorm.weight", width);
        add(prefix + "self_attn.q_proj.weight", width, width);
        add(prefix + "self_attn.k_proj.weight", width / 4, width);
        add(prefix + "self_attn.v_proj.weight", width / 4, width);
        add(prefix + "self_attn.o_proj.weight", width, width);
        add(prefix + "self_attn.rotary_emb.inv_freq", 32);
        add(prefix + "post_attention_layernorm.weight", width);
        add(prefix + "mlp.gate_proj.weight", inner, width);
        add(prefix + "mlp.up_proj.weight", inner, width);
        add(prefix + "mlp.down_proj.weight", width, inner);
    }

    private void add(String name, long... extents) {
        parameters.add(new SyntheticParameter(name, Shape.of(extents), seed * 1_000_003 + parameters.size(), 0));
    }
}
