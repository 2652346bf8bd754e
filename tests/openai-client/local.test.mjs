// The official openai client on a local model of the gateway; LOCAL_MODEL names one whose tokens can spell ASCII.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';

const model = process.env.LOCAL_MODEL;
const options = { skip: !model && 'LOCAL_MODEL is not set' };
const client = model && new OpenAI({ baseURL: `${process.env.GATEWAY_URL}/v1`, apiKey: 'none-needed', maxRetries: 0 });
const messages = [{ role: 'user', content: 'hello' }];
const tools = [{ type: 'function', function: { name: 'pick', strict: true, parameters: { type: 'object', properties: { colour: { enum: ['red', 'blue'] } }, required: ['colour'], additionalProperties: false } } }];

test('keeps to a JSON schema', options, async () => {
  const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 0, maximum: 99 } }, required: ['n'], additionalProperties: false };
  const answer = await client.chat.completions.create({ model, messages, max_tokens: 100, response_format: { type: 'json_schema', json_schema: { name: 'number', strict: true, schema } } });
  assert.equal(answer.choices[0].finish_reason, 'stop');
  const { n } = JSON.parse(answer.choices[0].message.content);
  assert.ok(Number.isInteger(n) && n >= 0 && n <= 99);
});

test('calls a tool that is required', options, async () => {
  const answer = await client.chat.completions.create({ model, messages, max_tokens: 200, tools, tool_choice: 'required', parallel_tool_calls: false });
  assert.equal(answer.choices[0].finish_reason, 'tool_calls');
  const [call] = answer.choices[0].message.tool_calls;
  assert.equal(call.function.name, 'pick');
  assert.ok(['red', 'blue'].includes(JSON.parse(call.function.arguments).colour));

  const next = await client.chat.completions.create({ model, max_tokens: 5, tools, messages: [...messages, answer.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'done' }] });
  assert.ok(next.usage.prompt_tokens > answer.usage.prompt_tokens);
});

test('streams a tool call', options, async () => {
  const stream = await client.chat.completions.create({ model, messages, max_tokens: 200, tools, tool_choice: 'required', parallel_tool_calls: false, stream: true });
  let name = '';
  let text = '';
  let finish;
  for await (const chunk of stream) {
    const [choice] = chunk.choices;
    name += choice?.delta.tool_calls?.[0]?.function?.name ?? '';
    text += choice?.delta.tool_calls?.[0]?.function?.arguments ?? '';
    finish = choice?.finish_reason ?? finish;
  }
  assert.equal(name, 'pick');
  assert.ok('colour' in JSON.parse(text));
  assert.equal(finish, 'tool_calls');
});

test('continues texts', options, async () => {
  const answer = await client.completions.create({ model, prompt: ['one ', 'two '], max_tokens: 4, n: 2, logprobs: 1, echo: true, seed: 1 });
  assert.equal(answer.object, 'text_completion');
  assert.deepEqual(answer.choices.map((choice) => choice.index), [0, 1, 2, 3]);
  assert.ok(answer.choices.slice(2).every((choice) => choice.text.startsWith('two ')));
  for (const { text, logprobs } of answer.choices) {
    assert.equal(logprobs.tokens.join(''), text);
    assert.equal(logprobs.token_logprobs.length, logprobs.tokens.length);
    assert.deepEqual(logprobs.text_offset.map((offset, i) => text.slice(offset).startsWith(logprobs.tokens[i])), logprobs.tokens.map(() => true));
  }
  assert.equal(answer.usage.completion_tokens, 16);
});

test('scores a text', options, async () => {
  const { choices: [{ logprobs, text }], usage } = await client.completions.create({ model, prompt: 'a text', max_tokens: 0, logprobs: 0, echo: true });
  assert.equal(text, 'a text');
  assert.ok(logprobs.token_logprobs.slice(1).every((value) => value < 0));
  assert.equal(usage.completion_tokens, 0);
});

test('streams texts', options, async () => {
  const texts = ['', ''];
  const finishes = [];
  let usage;
  for await (const chunk of await client.completions.create({ model, prompt: 'go', max_tokens: 8, n: 2, stream: true, stream_options: { include_usage: true } })) {
    for (const choice of chunk.choices) {
      texts[choice.index] += choice.text;
      if (choice.finish_reason) finishes.push(choice.finish_reason);
    }
    usage = chunk.usage ?? usage;
  }
  assert.ok(texts.every((text) => text.length > 0));
  assert.deepEqual(finishes, ['length', 'length']);
  assert.equal(usage.completion_tokens, 16);
});

test('embeds texts', options, async () => {
  const { data } = await client.embeddings.create({ model, input: ['one', 'two'] });
  assert.equal(data.length, 2);
  assert.ok(Math.abs(data[0].embedding.reduce((sum, x) => sum + x * x, 0) - 1) < 1e-3);
});

test('says which field is wrong', options, async () => {
  await assert.rejects(client.completions.create({ model, prompt: 'a', logprobs: 99 }), (error) => error instanceof OpenAI.BadRequestError && error.param === 'logprobs');
  await assert.rejects(client.completions.create({ model: 'nobody', prompt: 'a' }), (error) => error instanceof OpenAI.NotFoundError && error.param === 'model');
});
