package io.mainstay.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The picture in ARCHITECTURE.md, held against the classes. */
class ArchitectureTest {
    /** Module to the modules that it may use; what stands nowhere on the right of it is forbidden to it. */
    private static final Map<String, List<String>> MAY_USE = new TreeMap<>(Map.of(
            "protocol", List.of(),
            "sockets", List.of(),
            "transport", List.of(),
            "journal", List.of(),
            "engine", List.of("protocol"),
            "client", List.of("protocol"),
            "simulator", List.of("protocol"),
            "worker", List.of("protocol", "sockets", "transport", "journal", "engine"),
            "runner", List.of("protocol", "client"),
            "cli", List.of("protocol", "sockets", "client", "runner", "simulator")));

    @SuppressWarnings("NullAway.Init")
    private static JavaClasses all;

    @BeforeAll
    static void readClasses() {
        all = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.mainstay");
    }

    @Test
    void shouldUseOnlyTheModulesThatEachMayUse() {
        MAY_USE.forEach((module, allowed) -> {
            var forbidden = new TreeSet<>(MAY_USE.keySet());
            forbidden.remove(module);
            forbidden.removeAll(allowed);
            noClasses()
                    .that()
                    .resideInAPackage("io.mainstay." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden.stream()
                            .map(name -> "io.mainstay." + name + "..")
                            .toArray(String[]::new))
                    .check(all);
        });
    }

    @Test
    void shouldKnowEveryModule() {
        var found = new TreeSet<String>();
        all.forEach(c -> found.add(c.getPackageName().split("\\.")[2]));
        found.remove("system");
        assertThat(found).isEqualTo(MAY_USE.keySet());
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching("io.mainstay.(**)").should().beFreeOfCycles().check(all);
    }

    @Test
    void shouldKeepSocketsThreadsAndClocksOutOfTheEngineAndTheProtocol() {
        for (String module : List.of("engine", "protocol")) {
            noClasses()
                    .that()
                    .resideInAPackage("io.mainstay." + module + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.net..",
                            "java.nio.channels..",
                            "java.io.File..",
                            "java.sql..",
                            "io.netty..",
                            "org.slf4j..")
                    .orShould()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .check(all);
        }
    }

    @Test
    void shouldSerializeNothingTheJavaWay() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectOutputStream")
                .check(all);
    }
}
