package circuitscope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** From the lowest room to the highest: a room never imports a later one. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("circuitscope"),
            List.of("circuitscope.spikes.."),
            List.of("circuitscope.simulate..", "circuitscope.headdirection.."),
            List.of("circuitscope.infer.."),
            List.of("circuitscope.evaluate.."),
            List.of("circuitscope.experiment.."),
            List.of("circuitscope.show.."),
            List.of("circuitscope.cli.."));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("circuitscope");

    @Test
    void givenTheRooms_whenOneImports_thenOnlyFromBelow() {
        for (int low = 0; low < FLOORS.size(); low++) {
            for (int high = low + 1; high < FLOORS.size(); high++) {
                noClasses()
                        .that()
                        .resideInAnyPackage(FLOORS.get(low).toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(FLOORS.get(high).toArray(String[]::new))
                        .check(classes);
            }
        }
    }

    @Test
    void givenInference_whenItImports_thenNeverTheSimulatorThatKnowsTheTruth() {
        noClasses()
                .that()
                .resideInAPackage("circuitscope.infer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("circuitscope.simulate..")
                .check(classes);
    }

    @Test
    void givenTheRooms_whenSlicedByPackage_thenNoneDependOnEachOtherInACircle() {
        slices().matching("circuitscope.(*)..").should().beFreeOfCycles().check(classes);
    }
}
