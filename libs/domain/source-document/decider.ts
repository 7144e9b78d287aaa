import { sound } from '../by-hand.js';
import type { Decider } from '../decider.js';
import { refuse, sameData } from '../refuse.js';
import type { DocumentRegistered } from './events.js';

export type SourceDocumentCommandName =
  'RegisterDocument' | 'StartImport' | 'CompleteImport' | 'AbandonImport';

export interface SourceDocumentState {
  readonly registered: DocumentRegistered | null;
  readonly imports: ReadonlyMap<string, 'started' | 'completed' | 'abandoned'>;
}

/** A source document: registered once, and the imports that read it. */
export const sourceDocumentDecider: Decider<SourceDocumentState, SourceDocumentCommandName> = {
  initialState: { registered: null, imports: new Map() },

  // The steps of an import count at once, whatever else waits for its completion.
  evolve: (state, event) => {
    switch (event.type) {
      case 'DocumentRegistered':
        return { ...state, registered: event.data };
      case 'ImportStarted':
        return withImport(state, event.data.importId, 'started');
      case 'ImportCompleted':
        return withImport(state, event.data.importId, 'completed');
      case 'ImportAbandoned':
        return withImport(state, event.data.importId, 'abandoned');
      default:
        return state;
    }
  },

  decide: (state, command) => {
    switch (command.type) {
      case 'RegisterDocument': {
        const event = sound('DocumentRegistered', command.data);
        if (state.registered !== null && state.registered.sha256 !== event.data.sha256) {
          refuse(
            'DOCUMENT_OF_OTHER_STREAM',
            'sha256',
            'The stream is that of another document',
            'Report this as a fault.',
          );
        }
        // What is known of a document may be told again, better.
        return sameData(state.registered, event.data) ? [] : [event];
      }
      case 'StartImport': {
        const event = sound('ImportStarted', command.data);
        const step = state.imports.get(event.data.importId);
        if (step === undefined) return [event];
        return step === 'started' ? [] : refuseEnded(event.data.importId, step);
      }
      case 'CompleteImport': {
        const event = sound('ImportCompleted', command.data);
        const step = requireStarted(state, event.data.importId);
        if (step === 'started') return [event];
        return step === 'completed' ? [] : refuseEnded(event.data.importId, step);
      }
      case 'AbandonImport': {
        const event = sound('ImportAbandoned', command.data);
        const step = requireStarted(state, event.data.importId);
        if (step === 'started') return [event];
        return step === 'abandoned' ? [] : refuseEnded(event.data.importId, step);
      }
    }
  },
};

function withImport(
  state: SourceDocumentState,
  importId: string,
  step: 'started' | 'completed' | 'abandoned',
): SourceDocumentState {
  return { ...state, imports: new Map([...state.imports, [importId, step]]) };
}

function requireStarted(state: SourceDocumentState, importId: string): 'started' | 'completed' | 'abandoned' {
  return (
    state.imports.get(importId) ??
    refuse(
      'IMPORT_NOT_STARTED',
      'importId',
      `There is no import ${importId} of this document`,
      'Start the import first.',
    )
  );
}

function refuseEnded(importId: string, step: 'completed' | 'abandoned'): never {
  return refuse(
    step === 'completed' ? 'IMPORT_COMPLETED' : 'IMPORT_ABANDONED',
    'importId',
    `The import ${importId} was ${step} already`,
    step === 'completed'
      ? 'Correct its entries, if they are wrong.'
      : 'Start another import, with an id of its own.',
  );
}
