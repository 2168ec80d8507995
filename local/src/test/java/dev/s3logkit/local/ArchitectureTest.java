package dev.s3logkit.local;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.s3logkit.common.telemetry.RunLog;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of the layout, over the classes of all modules.
class ArchitectureTest {

    private static final String ROOT = "dev.s3logkit.";

    private static JavaClasses classes;

    @BeforeAll
    static void load() {
        classes =
                new ClassFileImporter()
                        .withImportOption(
                                location ->
                                        !location.contains("/test-classes/")
                                                && !location.contains("-tests.jar"))
                        .importPackages("dev.s3logkit");
    }

    @Test
    void functionsKnowTheLibraryButNeitherEachOtherNorTheLocalStack() {
        Set<String> functions = functions();
        assertThat(functions).contains("aggregator");
        for (String function : functions) {
            Set<String> others = new TreeSet<>(functions);
            others.remove(function);
            others.add("local");
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + function + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            others.stream().map(o -> ROOT + o + "..").toArray(String[]::new))
                    .check(classes);
        }
    }

    @Test
    void theLibraryKnowsNothingOfLambdaNorOfItsUsers() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "common..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("com.amazonaws.services.lambda..")
                                .or(resideOutsideOfCommon()))
                .check(classes);
    }

    @Test
    void formatsKnowNothingOfAws() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        ROOT + "common.accesslog..",
                        ROOT + "common.archive..",
                        ROOT + "common.inventory..",
                        ROOT + "common.keylayout..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(classes);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass type : classes) {
            if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(type.getPackageName());
            }
        }
        assertThat(unmarked).isEmpty();
    }

    @Test
    void onlyTheCommandLineAndTheFunctionsOwnLogWriteToStandardOutput() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "local.cli..")
                .and()
                .doNotBelongToAnyOf(RunLog.class)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(classes);
    }

    @Test
    void handlersAreNamedSoAndCanBeMadeByLambdaAndByTheLocalStack() {
        classes()
                .that()
                .areAssignableTo(RequestHandler.class)
                .or()
                .areAssignableTo(RequestStreamHandler.class)
                .should()
                .haveSimpleNameEndingWith("Handler")
                .andShould(haveAPublicConstructor())
                .andShould(haveAPublicConstructor(Map.class))
                .check(classes);
    }

    private static Set<String> functions() {
        Set<String> functions = new TreeSet<>();
        for (JavaClass type : classes) {
            functions.add(type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0]);
        }
        functions.removeAll(Set.of("common", "local", "bench"));
        return functions;
    }

    private static DescribedPredicate<JavaClass> resideOutsideOfCommon() {
        return DescribedPredicate.describe(
                "are of another module",
                type ->
                        type.getPackageName().startsWith(ROOT)
                                && !type.getPackageName().startsWith(ROOT + "common"));
    }

    private static ArchCondition<JavaClass> haveAPublicConstructor(Class<?>... parameters) {
        return new ArchCondition<>(
                "have a public constructor that takes " + java.util.Arrays.toString(parameters)) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean there =
                        type.tryGetConstructor(parameters)
                                .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
                                .isPresent();
                events.add(
                        new SimpleConditionEvent(
                                type, there, type.getName() + ": " + getDescription()));
            }
        };
    }
}
