// SPDX-License-Identifier: Apache-2.0
package org.gittheta.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.gittheta.storage", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule storageKnowsTheJdkAndZstdOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.gittheta.storage..", "com.github.luben.zstd..");

    @ArchTest
    static final ArchRule packagesOfCodecsKnowNothingOfGit = noClasses()
            .that()
            .resideInAnyPackage("..codec..", "..object..", "..stub..", "..tensor..", "..digest..", "..memo..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..repository..");

    @ArchTest
    static final ArchRule noPackagesKnowEachOtherInACircle =
            slices().matching("org.gittheta.storage.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theLibraryNeitherPrintsNorExits = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .accessField(System.class, "in")
            .orShould()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule theLibraryDoesNotReadTheEnvironment = noClasses()
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);
}
