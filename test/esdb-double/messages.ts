import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streamsMessages, {
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import anyMessages from 'google-protobuf/google/protobuf/any_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import type { AppendResult, Expected, LoggedEvent, Proposed } from './log.js';

/** Between the messages of the protocol and the log of the double. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

export function streamName(
  identifier: InstanceType<typeof sharedMessages.StreamIdentifier> | undefined,
): string {
  return text(identifier?.getStreamName_asU8());
}

export function identifierOf(name: string): InstanceType<typeof sharedMessages.StreamIdentifier> {
  const identifier = new sharedMessages.StreamIdentifier();
  identifier.setStreamName(new Uint8Array(Buffer.from(name)));
  return identifier;
}

export function uuidOf(id: string): InstanceType<typeof sharedMessages.UUID> {
  const uuid = new sharedMessages.UUID();
  uuid.setString(id);
  return uuid;
}

/** @throws Error where the server answers BadRequest */
export function proposedOf(message: InstanceType<typeof BatchAppendReq.ProposedMessage>): Proposed {
  const id = message.getId()?.getString() ?? '';
  if (!UUID.test(id)) throw new Error('Unrecognized Guid format.');
  const type = message.getMetadataMap().get('type') ?? '';
  if (type === '') throw new Error("Empty eventType provided. (Parameter 'eventType')");
  return {
    id: id.toLowerCase(),
    type,
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function expectedOf(options: InstanceType<typeof BatchAppendReq.Options>): Expected {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'noStream';
  if (options.hasStreamExists()) return 'streamExists';
  return Number(options.getStreamPosition());
}

export function eventResponse(event: LoggedEvent): ReadResp {
  const recorded = new streamsMessages.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuidOf(event.id));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('created', String(event.created))
    .set('content-type', event.contentType);
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const read = new streamsMessages.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const response = new streamsMessages.ReadResp();
  response.setEvent(read);
  return response;
}

export function checkpointResponse(position: bigint): ReadResp {
  const checkpoint = new streamsMessages.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(String(position));
  checkpoint.setPreparePosition(String(position));
  const response = new streamsMessages.ReadResp();
  response.setCheckpoint(checkpoint);
  return response;
}

export function caughtUpResponse(): ReadResp {
  const response = new streamsMessages.ReadResp();
  response.setCaughtUp(new streamsMessages.ReadResp.CaughtUp());
  return response;
}

export function confirmationResponse(id: string): ReadResp {
  const confirmation = new streamsMessages.ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(id);
  const response = new streamsMessages.ReadResp();
  response.setConfirmation(confirmation);
  return response;
}

export function notFoundResponse(name: string): ReadResp {
  const missing = new streamsMessages.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(name));
  const response = new streamsMessages.ReadResp();
  response.setStreamNotFound(missing);
  return response;
}

/** The answer to a batch: what Status.cs and BatchAppendResp.cs of the server make of it. */
export function appendedResponse(
  correlation: string,
  stream: string,
  result: AppendResult,
  expected: Expected,
): BatchAppendResp {
  if (result.kind === 'wrongVersion') {
    const wrong = new sharedMessages.WrongExpectedVersion();
    if (result.actual < 0) wrong.setCurrentNoStream(new emptyMessages.Empty());
    else wrong.setCurrentStreamRevision(String(result.actual));
    if (expected === 'any') wrong.setExpectedAny(new emptyMessages.Empty());
    else if (expected === 'noStream') wrong.setExpectedNoStream(new emptyMessages.Empty());
    else if (expected === 'streamExists') wrong.setExpectedStreamExists(new emptyMessages.Empty());
    else wrong.setExpectedStreamPosition(String(expected));
    return refusedResponse(correlation, stream, 'WrongExpectedVersion', wrong.serializeBinary());
  }
  if (result.kind === 'deleted') {
    const deleted = new sharedMessages.StreamDeleted();
    deleted.setStreamIdentifier(identifierOf(stream));
    return refusedResponse(correlation, stream, 'StreamDeleted', deleted.serializeBinary());
  }
  const success = new streamsMessages.BatchAppendResp.Success();
  success.setCurrentRevision(String(result.revision));
  const position = new sharedMessages.AllStreamPosition();
  position.setCommitPosition(String(result.position));
  position.setPreparePosition(String(result.position));
  success.setPosition(position);
  const response = responseTo(correlation, stream);
  response.setSuccess(success);
  return response;
}

/** A `google.rpc.Status` with a packed message of the server's own. */
export function refusedResponse(
  correlation: string,
  stream: string,
  name: string,
  details: Uint8Array = new Uint8Array(),
): BatchAppendResp {
  return statusResponse(correlation, stream, `event_store.client.${name}`, name, details);
}

/** "Server Is Not Ready" and its like have an empty message packed. */
export function notHandledResponse(correlation: string, stream: string, message: string): BatchAppendResp {
  return statusResponse(correlation, stream, 'google.protobuf.Empty', message, new Uint8Array());
}

function statusResponse(
  correlation: string,
  stream: string,
  typeName: string,
  message: string,
  details: Uint8Array,
): BatchAppendResp {
  const packed = new anyMessages.Any();
  packed.pack(details, typeName);
  const status = new statusMessages.Status();
  status.setMessage(message);
  status.setDetails(packed);
  const response = responseTo(correlation, stream);
  response.setError(status);
  return response;
}

export function sizeExceeded(correlation: string, stream: string, bytesMax: number): BatchAppendResp {
  const details = new sharedMessages.MaximumAppendSizeExceeded();
  details.setMaxappendsize(bytesMax);
  return refusedResponse(correlation, stream, 'MaximumAppendSizeExceeded', details.serializeBinary());
}

export function badRequest(correlation: string, stream: string, why: string): BatchAppendResp {
  const details = new sharedMessages.BadRequest();
  details.setMessage(why);
  return refusedResponse(correlation, stream, 'BadRequest', details.serializeBinary());
}

function responseTo(correlation: string, stream: string): BatchAppendResp {
  const response = new streamsMessages.BatchAppendResp();
  response.setCorrelationId(uuidOf(correlation));
  response.setStreamIdentifier(identifierOf(stream));
  return response;
}
