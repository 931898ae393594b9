// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.fetch;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.gittheta.storage.object.FileObjectStore;
import org.gittheta.storage.object.StoredObject;

/** Verifies objects that have come, several at once, and takes them into the store. */
final class Admission {
    private Admission() {}

    /** Returns those that did not come, or not whole. */
    static List<StoredObject> admit(FileObjectStore store, Collection<StoredObject> objects) throws IOException {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<StoredObject> order = List.copyOf(objects);
            List<Future<Boolean>> admitted = threads.invokeAll(
                    order.stream().map(object -> task(store, object)).toList());
            List<StoredObject> missing = new ArrayList<>();
            for (int i = 0; i < order.size(); i++) {
                if (!admitted.get(i).get()) {
                    missing.add(order.get(i));
                }
            }
            return missing;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while objects were verified");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Boolean> task(FileObjectStore store, StoredObject object) {
        return () -> store.admit(object);
    }
}
