import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsMessages, { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Direction } from '../port.js';
import { comparableParts } from './positions.js';
import type { Position } from '../position.js';

/** What the server is asked to read: the messages of Read, without state. */

/** Events that the server looks at between two of its checkpoints; it sends them also when nothing matches. */
const SEARCH_WINDOW = 1_000;
const CHECKPOINT_WINDOWS = 10;

/** Events of a stream from a revision, itself included, or from its start or end. */
export function streamRequest(
  stream: string,
  from: number | 'start' | 'end',
  direction: Direction,
  maxCount: number,
): ReadReq {
  const identifier = new sharedMessages.StreamIdentifier();
  identifier.setStreamName(new Uint8Array(Buffer.from(stream)));
  const asked = new streamsMessages.ReadReq.Options.StreamOptions();
  asked.setStreamIdentifier(identifier);
  if (from === 'start') asked.setStart(empty());
  else if (from === 'end') asked.setEnd(empty());
  else asked.setRevision(String(from));
  const options = common(direction);
  options.setStream(asked);
  options.setCount(String(maxCount));
  options.setNoFilter(empty());
  return request(options);
}

/** Events of all streams with one of the prefixes, from a position, itself included. */
export function allRequest(
  prefixes: readonly string[],
  from: Position | 'end',
  direction: Direction,
  maxCount: number,
): ReadReq {
  const options = common(direction);
  options.setAll(allOptions(from));
  options.setCount(String(maxCount));
  options.setFilter(prefixFilter(prefixes));
  return request(options);
}

/** Events of all streams with a prefix, after a position, and then each new one. */
export function followRequest(prefix: string, from: Position): ReadReq {
  const options = common('forwards');
  options.setAll(allOptions(from));
  options.setSubscription(new streamsMessages.ReadReq.Options.SubscriptionOptions());
  options.setFilter(prefixFilter([prefix]));
  return request(options);
}

type Options = InstanceType<typeof ReadReq.Options>;

function common(direction: Direction): Options {
  const options = new streamsMessages.ReadReq.Options();
  options.setReadDirection(direction === 'forwards' ? 0 : 1);
  options.setResolveLinks(false);
  const uuids = new streamsMessages.ReadReq.Options.UUIDOption();
  uuids.setString(empty());
  options.setUuidOption(uuids);
  return options;
}

function allOptions(from: Position | 'end'): InstanceType<typeof ReadReq.Options.AllOptions> {
  const asked = new streamsMessages.ReadReq.Options.AllOptions();
  if (from === 'end') asked.setEnd(empty());
  else {
    const [commit, prepare] = comparableParts(from);
    const position = new streamsMessages.ReadReq.Options.Position();
    position.setCommitPosition(commit);
    position.setPreparePosition(prepare);
    asked.setPosition(position);
  }
  return asked;
}

function prefixFilter(prefixes: readonly string[]): InstanceType<typeof ReadReq.Options.FilterOptions> {
  const expression = new streamsMessages.ReadReq.Options.FilterOptions.Expression();
  expression.setPrefixList([...prefixes]);
  const filter = new streamsMessages.ReadReq.Options.FilterOptions();
  filter.setStreamIdentifier(expression);
  filter.setMax(SEARCH_WINDOW);
  filter.setCheckpointintervalmultiplier(CHECKPOINT_WINDOWS);
  return filter;
}

function request(options: Options): ReadReq {
  const message = new streamsMessages.ReadReq();
  message.setOptions(options);
  return message;
}

function empty(): InstanceType<typeof sharedMessages.Empty> {
  return new sharedMessages.Empty();
}
