import { describe, expect, it } from 'vitest';
import {
  protocolFacts,
  readFields,
  readGraph,
} from '../../../../../src/domain/upgrade/rehearsal/surface/protocol.ts';

const schema = {
  definitions: {
    HooksListResponse: { properties: { data: { items: { $ref: '#/definitions/HookMetadata' } } } },
    HookMetadata: {
      properties: { key: { type: 'string' }, matcher: { type: 'string' } },
      required: ['key'],
      oneOf: [
        { properties: { command: {}, handlerType: {} }, required: ['command', 'handlerType'] },
        { properties: { server: {}, handlerType: {} }, required: ['handlerType'] },
      ],
    },
    ThreadStartParams: {
      properties: { approvalPolicy: { anyOf: [{ $ref: '#/definitions/AskForApproval' }] } },
    },
    Anything: true,
  },
};

describe('the fields of a type', () => {
  it('are told apart by whether they are in every form of it, and may be left out', () => {
    expect(readFields([schema]).HookMetadata).toEqual({
      key: 'always there',
      matcher: 'may be left out',
      command: 'in some forms of it only',
      handlerType: 'always there',
      server: 'in some forms of it only',
    });
  });
});

describe('the facts of the protocol', () => {
  const facts = protocolFacts(
    {
      digest: '',
      requests: { 'hooks/list': [], 'thread/start': ['cwd', 'id'] },
      notifications: ['turn/completed'],
      serverRequests: ['item/tool/call'],
      values: { AskForApproval: ['on-failure'] },
    },
    { fields: readFields([schema]), graph: readGraph([schema]) },
  );
  const find = (key: string) => facts.find((fact) => fact.key === key);

  it('concern a client that calls a method, reads a field of its answer, or gives a value to a property', () => {
    expect(find('request thread/start')?.subjects).toEqual([{ kind: 'method', name: 'thread/start' }]);
    expect(find('field HookMetadata.command')?.subjects).toEqual([
      { kind: 'field', name: 'hooks/list.command' },
    ]);
    expect(find('value AskForApproval=on-failure')?.subjects).toEqual([
      { kind: 'value', name: 'approvalPolicy=on-failure' },
    ]);
  });

  it('say what a request needs, and that its types go with it', () => {
    expect(find('request thread/start needs')).toMatchObject({
      value: 'cwd, id',
      partOf: 'request thread/start',
    });
    expect(find('type HooksListResponse')?.partOf).toBe('request hooks/list');
    expect(find('notification turn/completed')?.value).toBe('sent');
  });
});
