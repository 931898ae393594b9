// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.format.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.gittheta.filter.format.pickle.PickleValue;
import org.gittheta.filter.format.pickle.PickleValue.Global;
import org.gittheta.filter.format.pickle.PickleValue.Instance;
import org.gittheta.filter.format.pickle.PickleValue.Text;
import org.gittheta.filter.format.pickle.PickleValue.Tuple;

/** Names the tensors that a sparse or a quantised tensor is made of, as its attributes are called in PyTorch. */
final class TensorParts {
    private static final String MODULE = "torch._utils";
    private static final int QUANTIZER = 4;

    private TensorParts() {}

    /** Tells whether an object is a sparse tensor: {@code _rebuild_sparse_tensor(layout, (tensors…, size))}. */
    static boolean isSparse(Instance instance) {
        return instance.callable() instanceof Global global
                && global.is(MODULE, "_rebuild_sparse_tensor")
                && instance.arguments() instanceof Tuple arguments
                && arguments.items().size() == 2
                && arguments.items().get(1) instanceof Tuple;
    }

    /** Lists names and tensors of a sparse tensor, from what it is rebuilt with. */
    static List<PickleValue> ofSparse(Tuple arguments) {
        List<PickleValue> parts = ((Tuple) arguments.items().get(1)).items();
        List<String> names = switch (layout(arguments.items().get(0))) {
            case "torch.sparse_csr", "torch.sparse_bsr" -> List.of("crow_indices", "col_indices", "values");
            case "torch.sparse_csc", "torch.sparse_bsc" -> List.of("ccol_indices", "row_indices", "values");
            default -> List.of("indices", "values");
        };
        return pairs(names, parts);
    }

    private static String layout(PickleValue layout) {
        return layout instanceof Instance made
                        && made.arguments() instanceof Tuple arguments
                        && arguments.items().size() == 1
                        && arguments.items().get(0) instanceof Text name
                ? name.value()
                : "";
    }

    /**
     * Lists names and tensors of a quantizer that has a scale for each channel: the fifth argument of {@code
     * _rebuild_qtensor} is then the scheme, scales, zero points and the axis.
     */
    static List<PickleValue> ofQuantizer(Instance instance) {
        boolean quantised = instance.callable() instanceof Global global
                && global.is(MODULE, "_rebuild_qtensor")
                && instance.arguments() instanceof Tuple arguments
                && arguments.items().size() > QUANTIZER;
        if (!quantised || !(((Tuple) instance.arguments()).items().get(QUANTIZER) instanceof Tuple quantizer)) {
            return List.of();
        }
        List<PickleValue> items = quantizer.items();
        return pairs(List.of("scales", "zero_points"), items.subList(Math.min(1, items.size()), items.size()));
    }

    private static List<PickleValue> pairs(List<String> names, List<PickleValue> values) {
        List<PickleValue> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
            pairs.add(new Text(names.get(i)));
            pairs.add(values.get(i));
        }
        return pairs;
    }
}
