package dev.s3logkit.local.s3.awssdk;

import dev.s3logkit.local.fault.Faults;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/// A store on a bad day.
final class FaultyBlobStore extends ForwardingBlobStore {

    private final Faults faults;

    FaultyBlobStore(BlobStore store, Faults faults) {
        super(store);
        this.faults = faults;
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        before();
        return super.list(request);
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        before();
        return super.blobMetadata(request);
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        before();
        ResponseInputStream<GetObjectResponse> blob = super.getBlob(request);
        boolean cut = faults.cutsBody();
        if (!cut && !faults.corruptsBody()) {
            return blob;
        }
        long position = faults.position(blob.response().contentLength());
        return SdkResponses.getResponse(blob.response(), new BadStream(blob, position, cut));
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        before();
        return after(super.putBlob(request, payload));
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        before();
        return after(super.copyBlob(request));
    }

    /// Takes no longer, since S3Proxy asks so for each object of a conditional DeleteObjects, which
    /// is one request of S3.
    @Override
    public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
        refuse();
        return after(super.removeBlob(request));
    }

    @Override
    public DeleteObjectsResponse removeBlobs(DeleteObjectsRequest request) {
        before();
        return after(super.removeBlobs(request));
    }

    @Override
    public MultipartUpload initiateMultipartUpload(CreateMultipartUploadRequest request) {
        before();
        return after(super.initiateMultipartUpload(request));
    }

    @Override
    public UploadPartResponse uploadMultipartPart(
            MultipartUpload upload, UploadPartRequest request, InputStream payload) {
        before();
        return after(super.uploadMultipartPart(upload, request, payload));
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        before();
        return after(super.completeMultipartUpload(upload, request));
    }

    private void before() {
        long latency = faults.latencyMillis();
        if (latency > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(latency));
        }
        refuse();
    }

    private void refuse() {
        if (faults.refusesRequest()) {
            throw SdkErrors.exception(
                    503, "SlowDown", "Please reduce your request rate.", Map.of());
        }
    }

    private <T> T after(T answer) {
        if (faults.losesAnswer()) {
            throw SdkErrors.exception(
                    500, "InternalError", "We encountered an internal error.", Map.of());
        }
        return answer;
    }

    /// Breaks off at a position, or returns another byte there.
    private static final class BadStream extends FilterInputStream {

        private final boolean cut;
        private long left;

        BadStream(InputStream in, long position, boolean cut) {
            super(in);
            this.left = position;
            this.cut = cut;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            if (left == 0 && cut) {
                throw new IOException("the connection was cut on purpose");
            }
            int n = super.read(b, off, left > 0 ? (int) Math.min(len, left) : len);
            if (left == 0 && n > 0) {
                b[off] ^= 1;
            }
            left = left == 0 ? -1 : left - Math.max(n, 0);
            return n;
        }
    }
}
