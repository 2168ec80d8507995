/// S3's read operations over archives, without a transport and without AWS.
///
/// | type | is |
/// |---|---|
/// | [VirtualBucket] | the bucket; everything else is what goes in and comes out |
/// | [S3Question], [S3Answer], [Body] | a REST request and its response: [VirtualBucket#handle] |
/// | [ObjectRequest], [ServedObject] | what a GET or HEAD asks for, and what is there |
/// | [ListRequest], [Listing] | a listing of either version, and one page of it |
/// | [S3Error] | every answer that is not a success, with S3's code, status and XML |
///
/// An adapter that speaks HTTP passes requests to [VirtualBucket#handle]; one that has typed events
/// calls [VirtualBucket#get], [VirtualBucket#head] and [VirtualBucket#list].
@org.jspecify.annotations.NullMarked
package dev.s3logkit.objectlambda.bucket;
