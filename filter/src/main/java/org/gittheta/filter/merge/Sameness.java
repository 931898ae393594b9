// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.merge;

import java.util.Optional;
import org.gittheta.storage.stub.FrameEntry;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/** Compares by identity: how bytes are stored never counts. */
final class Sameness {
    private Sameness() {}

    static boolean of(FrameEntry a, FrameEntry b) {
        return a.format().equals(b.format()) && a.sha256().equals(b.sha256());
    }

    /** Tells whether both are there with the same content and name, or neither is. */
    static boolean of(Optional<TensorEntry> a, Optional<TensorEntry> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() && b.isEmpty();
        }
        return a.get().name().equals(b.get().name()) && ofContent(a.get(), b.get());
    }

    /** Tells whether two tensors hold the same, whatever they are called. */
    static boolean ofContent(TensorEntry a, TensorEntry b) {
        if (a instanceof ParameterEntry x && b instanceof ParameterEntry y) {
            return x.isSameParameter(named(y, x.name()));
        }
        return a instanceof ViewEntry x && b instanceof ViewEntry y && x.equals(named(y, x.name()));
    }

    /** Tells whether one can stand in a file's place that was made for the other. */
    static boolean ofPlace(TensorEntry a, TensorEntry b) {
        if (a instanceof ParameterEntry x && b instanceof ParameterEntry y) {
            return x.size() == y.size()
                    && x.dtype().equals(y.dtype())
                    && x.shape().equals(y.shape())
                    && x.isStorage() == y.isStorage();
        }
        return a instanceof ViewEntry x
                && b instanceof ViewEntry y
                && x.dtype().equals(y.dtype())
                && x.shape().equals(y.shape())
                && x.target().equals(y.target())
                && x.offset() == y.offset()
                && x.strides().equals(y.strides());
    }

    static ParameterEntry named(ParameterEntry p, ParameterName name) {
        return new ParameterEntry(name, p.dtype(), p.shape(), p.size(), p.sha256(), p.encoding(), p.isStorage());
    }

    static ViewEntry named(ViewEntry v, ParameterName name) {
        return new ViewEntry(name, v.dtype(), v.shape(), v.target(), v.offset(), v.sha256(), v.strides());
    }

    static TensorEntry named(TensorEntry tensor, ParameterName name) {
        if (tensor.name().equals(name)) {
            return tensor;
        }
        return tensor instanceof ParameterEntry p ? named(p, name) : named((ViewEntry) tensor, name);
    }
}
