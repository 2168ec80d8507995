/// ElasticMQ as SQS, with the queues of a template.
@org.jspecify.annotations.NullMarked
package dev.s3logkit.local.sqs;
