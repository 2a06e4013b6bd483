package ucspi.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A class of tests that all run twice: with a listener that starts cgi-adapters, and with one that is resident. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(BothHostings.Provider.class)
@interface BothHostings {
    /** Has the class run once for each {@link Hosting}. */
    final class Provider implements ClassTemplateInvocationContextProvider {
        @Override
        public boolean supportsClassTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public java.util.stream.Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
                ExtensionContext context) {
            return java.util.stream.Stream.of(Hosting.values()).map(Provider::invocation);
        }

        private static ClassTemplateInvocationContext invocation(Hosting hosting) {
            return new ClassTemplateInvocationContext() {
                @Override
                public String getDisplayName(int index) {
                    return hosting.name();
                }

                @Override
                public List<Extension> getAdditionalExtensions() {
                    return List.of((BeforeEachCallback) test -> Hosting.use(hosting), (AfterEachCallback)
                            test -> Hosting.use(Hosting.LISTENER));
                }
            };
        }
    }
}
