// SPDX-License-Identifier: Apache-2.0
package org.gittheta.lfs.history;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.gittheta.storage.digest.Sha256;
import org.gittheta.storage.object.StoredObject;

/** Gathers the objects that stubs need, each with the first that needs it; for one thread. */
public final class ObjectUsers implements StubVisitor {
    private final Map<StoredObject, FoundStub> users = new LinkedHashMap<>();

    @Override
    public void visit(FoundStub found) {
        found.stub().objects().forEach(object -> users.putIfAbsent(object, found));
    }

    /** Returns the objects, in the order in which they were found. */
    public Set<StoredObject> objects() {
        return Collections.unmodifiableSet(users.keySet());
    }

    /** Says in words what needs an object, such as {@code lm_head.weight of model.bin}. */
    public String describe(StoredObject object) {
        FoundStub user = users.get(object);
        return user.stub().userOf(object.oid()).orElseThrow() + " of " + user.path();
    }

    /** Says in words what needs the first of some objects, and how many more there are. */
    public String describe(Collection<StoredObject> objects) {
        StoredObject first = objects.iterator().next();
        return describe(first) + " (object " + first.oid() + ")"
                + (objects.size() == 1 ? "" : " and " + (objects.size() - 1) + " more");
    }

    /** Says in words what needs the object of that id; if no stub does, names the object alone. */
    public String describe(Sha256 oid) {
        return users.keySet().stream()
                .filter(object -> object.oid().equals(oid))
                .findFirst()
                .map(object -> describe(object) + " (object " + oid + ")")
                .orElse("object " + oid);
    }
}
