// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.export;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.gittheta.filter.pipeline.Workers;
import org.gittheta.storage.codec.Codecs;
import org.gittheta.storage.object.ObjectStore;
import org.gittheta.storage.object.OpenObjects;
import org.gittheta.storage.object.StoredObject;
import org.gittheta.storage.stub.ParameterEntry;
import org.gittheta.storage.stub.Stub;
import org.gittheta.storage.stub.TensorEntry;
import org.gittheta.storage.stub.ViewEntry;
import org.gittheta.storage.tensor.ParameterName;

/**
 * Writes the tensors of a checkpoint as a file of another format. Values, shapes, names and element types stay what they are; tied
 * tensors and views become tensors of their own. What does not go in is refused, not rounded.
 */
public final class CheckpointExport {
    private final ObjectStore store;
    private final Codecs codecs;
    private final Workers workers;

    /** Takes what it works with. */
    public CheckpointExport(ObjectStore store, Codecs codecs, Workers workers) {
        this.store = store;
        this.codecs = codecs;
        this.workers = workers;
    }

    /**
     * Lists what of a checkpoint is no tensor that could be written, and would be left out: storages that nothing looks into, such as
     * compressed arrays and files that lie beside the tensors.
     */
    public static List<ParameterName> leftOut(Stub stub) {
        Set<ParameterName> seen = new HashSet<>();
        stub.tensors().forEach(tensor -> {
            if (tensor instanceof ViewEntry view) {
                seen.add(view.target());
            }
        });
        return stub.parameters().stream()
                .filter(entry -> entry.isStorage() && !seen.contains(entry.name()))
                .map(ParameterEntry::name)
                .toList();
    }

    private static Set<StoredObject> objects(Stub stub, Predicate<ParameterName> names) {
        Set<StoredObject> objects = new LinkedHashSet<>();
        for (TensorEntry tensor : stub.tensors()) {
            if (names.test(tensor.name())) {
                ParameterName carrier = tensor instanceof ViewEntry view ? view.target() : tensor.name();
                if (stub.tensor(carrier).orElse(null) instanceof ParameterEntry entry) {
                    entry.encoding().allSlices().forEach(slice -> objects.add(slice.object()));
                }
            }
        }
        return objects;
    }

    /**
     * Writes all tensors.
     *
     * @see #write(Stub, Predicate, ExportFormat, SeekableByteChannel)
     */
    public void write(Stub stub, ExportFormat format, SeekableByteChannel out) throws IOException {
        write(stub, name -> true, format, out);
    }

    /**
     * Writes tensors. Only the objects that they need are looked for.
     *
     * @param names tells which
     * @param out an empty file at its start; what it holds when this throws is of no use
     * @throws ExportException if the format cannot hold one of the tensors, or there are none
     * @throws org.gittheta.storage.object.MissingObjectsException if objects are missing; nothing was written
     * @throws org.gittheta.storage.object.CorruptObjectException if an object is not what the stub says
     */
    public void write(Stub stub, Predicate<ParameterName> names, ExportFormat format, SeekableByteChannel out)
            throws IOException {
        if (stub.frame().format().equals("opaque")) {
            throw new ExportException("no format reads the checkpoint, so that it has no tensors to write");
        }
        store.require(objects(stub, names));
        TensorFile file = format.file();
        try (OpenObjects objects = new OpenObjects(store)) {
            List<SourceTensor> tensors = new StoredTensors(stub, codecs, objects, workers).of(names);
            if (tensors.isEmpty()) {
                throw new ExportException("the checkpoint has no tensors to write");
            }
            for (SourceTensor tensor : tensors) {
                String name = new ParameterName(tensor.name()).escaped();
                if (!file.holds(tensor.dtype())) {
                    throw new ExportException(
                            name + " is of the type " + tensor.dtype() + ", which " + format.word() + " cannot hold");
                }
                if (!file.holdsName(tensor.name())) {
                    throw new ExportException("no tensor of " + format.word() + " can be called " + name);
                }
            }
            file.write(tensors, out);
        }
    }
}
