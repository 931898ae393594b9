// SPDX-License-Identifier: Apache-2.0
package org.gittheta.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "org.gittheta",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestsOfOtherModules.class})
class ArchitectureTest {
    /** Leaves out the tests that other modules hand on. */
    static final class NoTestsOfOtherModules implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule onlyTheEntryPointsTouchTheProcess = noClasses()
            .that()
            .doNotBelongToAnyOf(Main.class, FilterMain.class)
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class)
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in");

    @ArchTest
    static final ArchRule whatGitStartsReachesNoLargeLibrary = noClasses()
            .that()
            .belongToAnyOf(FilterMain.class)
            .should()
            .transitivelyDependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(
                    "picocli..", "org.eclipse.jgit..", "com.fasterxml.jackson.databind..", "org.jline.."));
}
