// SPDX-License-Identifier: Apache-2.0
package org.gittheta.filter.update;

import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Finds types of updates by name. */
public final class UpdateTypes {
    /** The type whose tensors take the place of the parameters, of which nothing is computed. */
    public static final String DENSE = "dense";

    private UpdateTypes() {}

    /**
     * Returns the type of that name; nothing for {@code dense}.
     *
     * @throws UpdateException if there is none
     */
    public static Optional<UpdateType> named(String name) throws UpdateException {
        Map<String, UpdateType> types = new TreeMap<>();
        ServiceLoader.load(UpdateType.class, UpdateType.class.getClassLoader())
                .forEach(type -> types.put(type.name(), type));
        if (name.equals(DENSE)) {
            return Optional.empty();
        }
        if (!types.containsKey(name)) {
            throw new UpdateException("there is no update type '" + name + "'; there are " + DENSE + ", "
                    + String.join(", ", types.keySet()));
        }
        return Optional.of(types.get(name));
    }
}
