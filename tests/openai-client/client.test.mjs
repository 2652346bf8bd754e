// The official openai client as an app uses it: only base_url differs.
// GATEWAY_URL names a gateway that has the remote model `echo` and the policy `echo-vote` over it; UPSTREAM_URL names the scripted endpoint behind it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const client = new OpenAI({ baseURL: `${process.env.GATEWAY_URL}/v1`, apiKey: 'none-needed', maxRetries: 0 });
const say = (content) => [{ role: 'user', content }];
const names = ['echo', 'echo-vote'];

test('lists models and policies', async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push([model.id, model.owned_by, model.object]);
  assert.deepEqual(ids.filter(([id]) => names.includes(id)), [['echo', 'remote', 'model'], ['echo-vote', 'policy', 'model']]);
  assert.equal((await client.models.retrieve('echo-vote')).id, 'echo-vote');
});

for (const model of names) {
  test(`${model}: answers a chat`, async () => {
    const answer = await client.chat.completions.create({ model, messages: say('hello') });
    assert.equal(answer.object, 'chat.completion');
    assert.equal(answer.model, model);
    assert.equal(answer.choices[0].message.role, 'assistant');
    assert.equal(answer.choices[0].message.content, 'You said: hello');
    assert.equal(answer.choices[0].finish_reason, 'stop');
    assert.equal(answer.usage.total_tokens, answer.usage.prompt_tokens + answer.usage.completion_tokens);
    assert.ok(answer.usage.total_tokens > 0);
  });

  test(`${model}: streams with usage`, async () => {
    const stream = await client.chat.completions.create({ model, messages: say('hello'), stream: true, stream_options: { include_usage: true } });
    let text = '';
    const finishes = [];
    const usages = [];
    let first;
    for await (const chunk of stream) {
      assert.equal(chunk.object, 'chat.completion.chunk');
      assert.equal(chunk.model, model);
      first ??= chunk.choices[0]?.delta;
      text += chunk.choices[0]?.delta?.content ?? '';
      if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
      if (chunk.usage) usages.push(chunk.usage);
    }
    assert.equal(first.role, 'assistant');
    assert.equal(text, 'You said: hello');
    assert.deepEqual(finishes, ['stop']);
    assert.equal(usages.length, 1);
    assert.ok(usages[0].completion_tokens > 0);
  });

  const tools = [{ type: 'function', function: { name: 'get_weather', description: 'The weather.', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } } }];

  test(`${model}: keeps tools, whole`, async () => {
    const answer = await client.chat.completions.create({ model, messages: say('weather?'), tools });
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
    const [call] = answer.choices[0].message.tool_calls;
    assert.equal(call.type, 'function');
    assert.equal(call.function.name, 'get_weather');
    assert.deepEqual(JSON.parse(call.function.arguments), { city: 'Paris' });
  });

  test(`${model}: keeps tools, streamed`, async () => {
    const answer = await client.chat.completions.stream({ model, messages: say('weather?'), tools }).finalChatCompletion();
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
    assert.equal(answer.choices[0].message.tool_calls[0].function.name, 'get_weather');
    assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), { city: 'Paris' });
  });

  test(`${model}: carries a tool's result back`, async () => {
    const answer = await client.chat.completions.create({
      model,
      messages: [
        ...say('weather?'),
        { role: 'assistant', content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Paris"}' } }] },
        { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
      ],
    });
    assert.equal(answer.choices[0].message.content, 'You said: sunny');
  });

  test(`${model}: keeps a JSON schema`, async () => {
    const answer = await client.chat.completions.parse({
      model,
      messages: say('the answer?'),
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: true, schema: { type: 'object', properties: { answer: { type: 'number' } }, required: ['answer'], additionalProperties: false } },
      },
    });
    assert.deepEqual(JSON.parse(answer.choices[0].message.content), { answer: 42 });
  });

  test(`${model}: a range error is a BadRequestError with its param`, async () => {
    await assert.rejects(client.chat.completions.create({ model, messages: say('x'), temperature: 7 }), (error) => {
      assert.ok(error instanceof OpenAI.BadRequestError);
      assert.equal(error.status, 400);
      assert.equal(error.param, 'temperature');
      assert.equal(error.type, 'invalid_request_error');
      return true;
    });
  });
}

test('echo: abort mid-stream frees the endpoint', async () => {
  const before = await aborted();
  const abort = new AbortController();
  const stream = await client.chat.completions.create({ model: 'echo', messages: say('endless for echo'), stream: true }, { signal: abort.signal });
  let chunks = 0;
  try {
    for await (const _ of stream) if (++chunks === 3) abort.abort();
  } catch (error) {
    assert.ok(error instanceof OpenAI.APIUserAbortError || error.name === 'AbortError');
  }
  assert.ok(chunks >= 3);
  for (let i = 0; i < 50 && (await aborted()) === before; i++) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await aborted(), before + 1);
});

test('an unknown model is a NotFoundError', async () => {
  await assert.rejects(client.chat.completions.create({ model: 'nobody', messages: say('x') }), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, 'model_not_found');
    assert.equal(error.param, 'model');
    return true;
  });
});

test('the run of an answer can be read', async () => {
  const { response } = await client.chat.completions.create({ model: 'echo-vote', messages: say('hello') }).withResponse();
  const run = await client.get(`/runs/${response.headers.get('x-gateway-run-id')}`);
  assert.equal(run.policy, 'echo-vote');
  assert.equal(run.outcome, 'answered');
  assert.ok(run.events.some((event) => event.type === 'scored'));
});

async function aborted() {
  return Number(await (await fetch(`${process.env.UPSTREAM_URL}/aborted`)).text());
}
