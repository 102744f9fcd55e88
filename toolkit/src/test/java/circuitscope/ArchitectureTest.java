package circuitscope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    /** From the lowest room to the highest: a room never imports a later one. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("circuitscope"),
            List.of("circuitscope.files..", "circuitscope.nwb.."),
            List.of("circuitscope.spikes.."),
            List.of("circuitscope.network.wiring", "circuitscope.headdirection.."),
            List.of("circuitscope.network", "circuitscope.sessions.."),
            List.of("circuitscope.simulate.."),
            List.of("circuitscope.data.."),
            List.of("circuitscope.infer.."),
            List.of("circuitscope.motifs.."),
            List.of("circuitscope.lowrank.."),
            List.of("circuitscope.systems.."),
            List.of("circuitscope.evaluate.."),
            List.of("circuitscope.experiment"),
            List.of("circuitscope.experiment.store"),
            List.of("circuitscope.show.charts", "circuitscope.show.progress"),
            List.of("circuitscope.show.views"),
            List.of("circuitscope.show"),
            List.of("circuitscope.cli.."));

    /** The same within the room of methods. */
    private static final List<List<String>> FLOORS_OF_INFER = List.of(
            List.of("circuitscope.infer"),
            List.of("circuitscope.infer.arithmetic"),
            List.of("circuitscope.infer.posterior"),
            List.of("circuitscope.infer.engine", "circuitscope.infer.sampling", "circuitscope.infer.binned"),
            List.of(
                    "circuitscope.infer.correlation",
                    "circuitscope.infer.correlogram",
                    "circuitscope.infer.embedding",
                    "circuitscope.infer.glm",
                    "circuitscope.infer.ising",
                    "circuitscope.infer.linkglm",
                    "circuitscope.infer.logistic",
                    "circuitscope.infer.mpf",
                    "circuitscope.infer.selection",
                    "circuitscope.infer.seqnmf",
                    "circuitscope.infer.tca",
                    "circuitscope.infer.tiling",
                    "circuitscope.infer.transferentropy"),
            List.of(
                    "circuitscope.infer.messagepassing",
                    "circuitscope.infer.encoding",
                    "circuitscope.infer.netformer",
                    "circuitscope.infer.amag",
                    "circuitscope.infer.nri"),
            List.of("circuitscope.infer.gnn", "circuitscope.infer.auto"),
            List.of("circuitscope.infer.drive"));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("circuitscope");

    @Test
    void givenTheRooms_whenOneImports_thenOnlyFromBelow() {
        assertNoneImportsFromAbove(FLOORS);
    }

    @Test
    void givenTheRoomsOfInference_whenOneImports_thenOnlyFromBelow() {
        assertNoneImportsFromAbove(FLOORS_OF_INFER);
    }

    private void assertNoneImportsFromAbove(List<List<String>> floors) {
        for (int low = 0; low < floors.size(); low++) {
            for (int high = low + 1; high < floors.size(); high++) {
                noClasses()
                        .that()
                        .resideInAnyPackage(floors.get(low).toArray(String[]::new))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(floors.get(high).toArray(String[]::new))
                        .check(CLASSES);
            }
        }
    }

    /** A room that is on no floor would not be tested at all. */
    @Test
    void givenAllClasses_whenTheirRoomsAreListed_thenEachIsOnAFloor() {
        for (JavaClass each : CLASSES) {
            String room = each.getPackageName();
            boolean known = FLOORS.stream()
                    .flatMap(List::stream)
                    .anyMatch(floor -> floor.endsWith("..")
                            ? (room + ".").startsWith(floor.substring(0, floor.length() - 1))
                            : room.equals(floor));
            boolean knownWithin = !room.startsWith("circuitscope.infer")
                    || FLOORS_OF_INFER.stream().anyMatch(floor -> floor.contains(room));
            assertTrue(known && knownWithin, room);
        }
    }

    /** The wall between methods and truth. */
    @Test
    void givenInference_whenItImports_thenNeitherTheTruthNorTheFileThatHoldsIt() {
        noClasses()
                .that()
                .resideInAPackage("circuitscope.infer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "circuitscope.network..",
                        "circuitscope.simulate..",
                        "circuitscope.data..",
                        "circuitscope.sessions..",
                        "circuitscope.headdirection..")
                .check(CLASSES);
    }

    @Test
    void givenTheRooms_whenSlicedByPackage_thenNoneDependOnEachOtherInACircle() {
        slices().matching("circuitscope.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("circuitscope.infer.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
