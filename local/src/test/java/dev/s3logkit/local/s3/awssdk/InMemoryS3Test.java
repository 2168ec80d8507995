package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.s3.store.EmbeddedStore;
import dev.s3logkit.local.s3.store.ObjectChange;
import java.io.IOException;
import java.nio.file.Path;

class InMemoryS3Test extends EmbeddedS3Contract {

    @Override
    EmbeddedStore store(Path folder, ObjectChange.Listener listener) throws IOException {
        return EmbeddedStore.inMemory(folder.resolve("spool"), listener);
    }
}
