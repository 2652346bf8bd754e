using System.Text;
using Gateway.OpenAI;

namespace Gateway.Tests.OpenAI;

public sealed class ChatRequestBadInputTests
{
    private const string User = """{"role":"user","content":"hi"}""";

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"model\"")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}]} x""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"hi"}],}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud83d"}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud83d\u0041"}]}""")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ude00"}]}""")]
    public void Parse_BodyThatIsNoRequest_NamesNoParam(string body)
    {
        var fault = Refused(body);

        Assert.Null(fault.Param);
        Assert.Contains("the body", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_InvalidUtf8_IsRefused()
    {
        var body = Encoding.Latin1.GetBytes("""{"model":"m","messages":[{"role":"user","content":"é"}]}""");

        Assert.Contains("UTF-8", Assert.Throws<InvalidRequestException>(() => ChatRequest.Parse(body)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200_000)]
    public void Parse_VeryDeepJson_IsRefused(int depth)
    {
        var deep = new string('[', depth) + new string(']', depth);

        Assert.Null(Refused($$"""{"model":"m","messages":[{{User}}],"x":{{deep}}}""").Param);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", "model", "missing_required_parameter")]
    [InlineData("""{"model":null,"messages":[{"role":"user","content":"hi"}]}""", "model", "missing_required_parameter")]
    [InlineData("""{"model":7,"messages":[{"role":"user","content":"hi"}]}""", "model", "invalid_type")]
    [InlineData("""{"model":"","messages":[{"role":"user","content":"hi"}]}""", "model", "invalid_value")]
    [InlineData("""{"model":"m"}""", "messages", "missing_required_parameter")]
    [InlineData("""{"model":"m","messages":null}""", "messages", "missing_required_parameter")]
    [InlineData("""{"model":"m","messages":[]}""", "messages", "invalid_value")]
    [InlineData("""{"model":"m","messages":"hi"}""", "messages", "invalid_type")]
    [InlineData("""{"model":"m","messages":{"role":"user"}}""", "messages", "invalid_type")]
    public void Parse_ModelOrMessages_NamesParamAndCode(string body, string param, string code)
    {
        var fault = Refused(body);

        Assert.Equal(param, fault.Param);
        Assert.Equal(code, fault.Code);
    }

    [Theory]
    [InlineData("\"hi\"", "messages[1]")]
    [InlineData("null", "messages[1]")]
    [InlineData("""{"content":"x"}""", "messages[1].role")]
    [InlineData("""{"role":null,"content":"x"}""", "messages[1].role")]
    [InlineData("""{"role":"robot","content":"x"}""", "messages[1].role")]
    [InlineData("""{"role":1,"content":"x"}""", "messages[1].role")]
    [InlineData("""{"role":"user"}""", "messages[1].content")]
    [InlineData("""{"role":"user","content":null}""", "messages[1].content")]
    [InlineData("""{"role":"system"}""", "messages[1].content")]
    [InlineData("""{"role":"assistant"}""", "messages[1].content")]
    [InlineData("""{"role":"assistant","content":null,"tool_calls":[]}""", "messages[1].content")]
    [InlineData("""{"role":"user","content":42}""", "messages[1].content")]
    [InlineData("""{"role":"user","content":{"text":"x"}}""", "messages[1].content")]
    [InlineData("""{"role":"user","content":[]}""", "messages[1].content")]
    [InlineData("""{"role":"user","content":["x"]}""", "messages[1].content[0]")]
    [InlineData("""{"role":"user","content":[{"text":"x"}]}""", "messages[1].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"video","text":"x"}]}""", "messages[1].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"x"},{"type":"text"}]}""", "messages[1].content[1].text")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":5}]}""", "messages[1].content[0].text")]
    [InlineData("""{"role":"user","content":[{"type":"image_url"}]}""", "messages[1].content[0].image_url")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":"http://x"}]}""", "messages[1].content[0].image_url")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{}}]}""", "messages[1].content[0].image_url.url")]
    [InlineData("""{"role":"user","content":[{"type":"image_url","image_url":{"url":1}}]}""", "messages[1].content[0].image_url.url")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"format":"wav"}}]}""", "messages[1].content[0].input_audio.data")]
    [InlineData("""{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AQ"}}]}""", "messages[1].content[0].input_audio.format")]
    [InlineData("""{"role":"user","content":[{"type":"file"}]}""", "messages[1].content[0].file")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal"}]}""", "messages[1].content[0].refusal")]
    [InlineData("""{"role":"user","content":"x","name":1}""", "messages[1].name")]
    [InlineData("""{"role":"tool","content":"x"}""", "messages[1].tool_call_id")]
    [InlineData("""{"role":"tool","tool_call_id":"c"}""", "messages[1].content")]
    [InlineData("""{"role":"tool","tool_call_id":4,"content":"x"}""", "messages[1].tool_call_id")]
    [InlineData("""{"role":"function","content":"x"}""", "messages[1].name")]
    [InlineData("""{"role":"assistant","tool_calls":{}}""", "messages[1].tool_calls")]
    [InlineData("""{"role":"assistant","tool_calls":[1]}""", "messages[1].tool_calls[0]")]
    [InlineData("""{"role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":""}}]}""", "messages[1].tool_calls[0].id")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"robot"}]}""", "messages[1].tool_calls[0].type")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"arguments":""}}]}""", "messages[1].tool_calls[0].function.name")]
    [InlineData("""{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":{}}}]}""", "messages[1].tool_calls[0].function.arguments")]
    public void Parse_Message_NamesParam(string message, string param) =>
        Assert.Equal(param, Refused($$"""{"model":"m","messages":[{{User}},{{message}}]}""").Param);

    [Theory]
    [InlineData("temperature", "-0.1")]
    [InlineData("temperature", "2.01")]
    [InlineData("temperature", "1e999")]
    [InlineData("temperature", "\"1\"")]
    [InlineData("temperature", "true")]
    [InlineData("temperature", "[0.5]")]
    [InlineData("top_p", "-0.01")]
    [InlineData("top_p", "1.01")]
    [InlineData("presence_penalty", "-2.1")]
    [InlineData("presence_penalty", "2.1")]
    [InlineData("frequency_penalty", "3")]
    [InlineData("frequency_penalty", "{}")]
    [InlineData("n", "0")]
    [InlineData("n", "129")]
    [InlineData("n", "1.5")]
    [InlineData("n", "\"2\"")]
    [InlineData("max_tokens", "0")]
    [InlineData("max_tokens", "-1")]
    [InlineData("max_tokens", "1.5")]
    [InlineData("max_tokens", "99999999999")]
    [InlineData("max_completion_tokens", "0")]
    [InlineData("max_completion_tokens", "\"10\"")]
    [InlineData("seed", "1.5")]
    [InlineData("seed", "99999999999999999999")]
    [InlineData("seed", "\"1\"")]
    [InlineData("stream", "\"true\"")]
    [InlineData("stream", "1")]
    [InlineData("logprobs", "1")]
    [InlineData("top_logprobs", "21")]
    [InlineData("top_logprobs", "-1")]
    [InlineData("top_logprobs", "3")]
    [InlineData("top_k", "\"a\"")]
    [InlineData("parallel_tool_calls", "\"yes\"")]
    [InlineData("stop", "5")]
    [InlineData("stop", "{}")]
    [InlineData("stream_options", "{}")]
    [InlineData("stream_options", "true")]
    [InlineData("logit_bias", "[]")]
    [InlineData("tools", "{}")]
    [InlineData("tool_choice", "\"maybe\"")]
    [InlineData("tool_choice", "5")]
    [InlineData("response_format", "\"json\"")]
    [InlineData("gateway", "[]")]
    public void Parse_Setting_NamesItself(string field, string value) => Assert.Equal(field, Refused(With($"\"{field}\":{value}")).Param);

    [Theory]
    [InlineData("\"stop\":[\"a\",1]", "stop[1]")]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":1}", "stream_options.include_usage")]
    [InlineData("\"logit_bias\":{\"50256\":101}", "logit_bias.50256")]
    [InlineData("\"logit_bias\":{\"50256\":\"x\"}", "logit_bias.50256")]
    [InlineData("\"logit_bias\":{\"50256\":null}", "logit_bias.50256")]
    [InlineData("\"logit_bias\":{\"the\":5}", "logit_bias.the")]
    [InlineData("\"logit_bias\":{\"-1\":5}", "logit_bias.-1")]
    [InlineData("\"tools\":[5]", "tools[0]")]
    [InlineData("\"tools\":[{\"function\":{\"name\":\"f\"}}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"robot\"}]", "tools[0].type")]
    [InlineData("\"tools\":[{\"type\":\"function\"}]", "tools[0].function.name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"\"}}]", "tools[0].function.name")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":[]}}]", "tools[0].function.parameters")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":1}}]", "tools[0].function.description")]
    [InlineData("\"tool_choice\":{}", "tool_choice.type")]
    [InlineData("\"tool_choice\":{\"type\":\"robot\"}", "tool_choice.type")]
    [InlineData("\"tool_choice\":{\"type\":\"function\"}", "tool_choice.function.name")]
    [InlineData("\"response_format\":{}", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"xml\"}", "response_format.type")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{}}}", "response_format.json_schema.name")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}", "response_format.json_schema.schema")]
    [InlineData("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":5}}", "response_format.json_schema.schema")]
    [InlineData("\"gateway\":{\"budgets\":{}}", "gateway.budgets")]
    [InlineData("\"gateway\":{\"budget\":5}", "gateway.budget")]
    [InlineData("\"gateway\":{\"budget\":{\"calls\":-1}}", "gateway.budget.calls")]
    [InlineData("\"gateway\":{\"budget\":{\"calls\":1.5}}", "gateway.budget.calls")]
    [InlineData("\"gateway\":{\"budget\":{\"output_tokens\":\"many\"}}", "gateway.budget.output_tokens")]
    [InlineData("\"gateway\":{\"budget\":{\"cost_usd\":-0.01}}", "gateway.budget.cost_usd")]
    [InlineData("\"gateway\":{\"budget\":{\"cost_usd\":1e300}}", "gateway.budget.cost_usd")]
    [InlineData("\"gateway\":{\"budget\":{\"cost_usd\":\"0.01\"}}", "gateway.budget.cost_usd")]
    [InlineData("\"gateway\":{\"budget\":{\"wall_clock_ms\":-5}}", "gateway.budget.wall_clock_ms")]
    [InlineData("\"gateway\":{\"budget\":{\"wall_clock_ms\":99999999999}}", "gateway.budget.wall_clock_ms")]
    [InlineData("\"gateway\":{\"budget\":{\"dollars\":1}}", "gateway.budget.dollars")]
    [InlineData("\"gateway\":{\"cache\":true}", "gateway.cache")]
    [InlineData("\"gateway\":{\"cache\":\"maybe\"}", "gateway.cache")]
    [InlineData("\"gateway\":{\"include\":\"record\"}", "gateway.include")]
    [InlineData("\"gateway\":{\"include\":[\"record\",\"x\"]}", "gateway.include[1]")]
    [InlineData("\"gateway\":{\"include\":[1]}", "gateway.include[0]")]
    [InlineData("\"gateway\":{\"seed\":0.5}", "gateway.seed")]
    public void Parse_NestedSetting_NamesPath(string fields, string param) => Assert.Equal(param, Refused(With(fields)).Param);

    [Fact]
    public void Parse_TwoFaults_NamesTheFirst() => Assert.Equal("top_p", Refused(With("\"top_p\":5,\"temperature\":5")).Param);

    [Fact]
    public void Parse_FaultAndBrokenJson_NamesTheJson() => Assert.Null(Refused($$"""{"model":"m","messages":[{{User}}],"temperature":5,}""").Param);

    [Fact]
    public void Parse_OutOfRange_SaysWhatIsLegal() => Assert.Equal("'temperature' must be a number from 0 to 2", Refused(With("\"temperature\":5")).Message);

    [Fact]
    public void Parse_WrongType_SaysWhatItIs() => Assert.Equal("'n' must be an integer from 1 to 128, not a string", Refused(With("\"n\":\"2\"")).Message);

    [Fact]
    public void ToError_BadInput_HasOpenAIsFourKeys()
    {
        var error = Refused(With("\"temperature\":5")).ToError();

        Assert.Equal(
            """{"error":{"message":"'temperature' must be a number from 0 to 2","type":"invalid_request_error","param":"temperature","code":"invalid_value"}}""",
            Wire.Text(output => ErrorWriter.Write(output, error)));
    }

    private static string With(string fields) => $$"""{"model":"m","messages":[{{User}}],{{fields}}}""";

    private static InvalidRequestException Refused(string body) => Assert.Throws<InvalidRequestException>(() => Wire.Parse(body));
}
