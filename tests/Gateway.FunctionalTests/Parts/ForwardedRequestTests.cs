using System.Text;
using Gateway.Server.Proxy;

namespace Gateway.FunctionalTests.Parts;

public sealed class ForwardedRequestTests
{
    [Theory]
    [InlineData("""{"model":"a"}""", """{"model":"org/b"}""")]
    [InlineData("""{ "model" : "a" , "x" : 1 }""", """{ "model" : "org/b" , "x" : 1 }""")]
    [InlineData("""{"gateway":{},"model":"a"}""", """{"model":"org/b"}""")]
    [InlineData("""{"model":"a","gateway":{"budget":{"calls":1}}}""", """{"model":"org/b"}""")]
    [InlineData("""{"x":{"model":"inner","gateway":1},"model":"a"}""", """{"x":{"model":"inner","gateway":1},"model":"org/b"}""")]
    [InlineData("""{"model":"first","model":"a"}""", """{"model":"org/b","model":"org/b"}""")]
    [InlineData("""{"gateway":1,"gateway":2,"model":"a","gateway":3}""", """{"model":"org/b"}""")]
    public void RewriteJson_Always_ChangesModelAndGatewayAlone(string body, string expected)
    {
        Assert.Equal("a", ForwardedRequest.ModelInJson(Encoding.UTF8.GetBytes(body)));
        Assert.Equal(expected, Encoding.UTF8.GetString(ForwardedRequest.RewriteJson(Encoding.UTF8.GetBytes(body), "org/b")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"model":7}""")]
    [InlineData("""{"x":{"model":"a"}}""")]
    [InlineData("""{"model":"\ud800"}""")]
    [InlineData("""{"\ud800":1}""")]
    public void ModelInJson_NamesNone_IsNull(string body) => Assert.Null(ForwardedRequest.ModelInJson(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void ModelInJson_NoUtf8_IsNull() => Assert.Null(ForwardedRequest.ModelInJson([.. "{\"model\":\""u8, 0xFF, .. "\"}"u8]));

    [Theory]
    [InlineData("""{"gateway":{},"x":1}""", """{"x":1}""")]
    [InlineData("not json", "not json")]
    public void RewriteJson_ModelNamedElsewhere_StillTakesGatewayOut(string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ForwardedRequest.RewriteJson(Encoding.UTF8.GetBytes(body), "org/b")));

    [Theory]
    [InlineData("model=a&x=1", "a")]
    [InlineData("x=1&model=a", "a")]
    [InlineData("x=1&mymodel=a", null)]
    [InlineData("x=1", null)]
    public async Task Find_UrlEncoded_FindsTheField(string body, string? expected) =>
        Assert.Equal(expected, (await ForwardedForm.FindAsync(Encoding.UTF8.GetBytes(body), "application/x-www-form-urlencoded", TestContext.Current.CancellationToken))?.Model);

    [Theory]
    [InlineData("name=model", "far")]
    [InlineData("name=\"model\"", "far")]
    [InlineData("name=\"file\"; filename=\"model\"", null)]
    [InlineData("name=\"mymodel\"", null)]
    public async Task Find_Multipart_FindsTheFieldByItsName(string disposition, string? expected)
    {
        // The file before it holds what looks like the field.
        var body = "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"x\"\r\n\r\nname=\"model\"\r\n\r\nno\r\n" + $"--b\r\nContent-Disposition: form-data; {disposition}\r\n\r\nfar\r\n--b--\r\n";
        var form = await ForwardedForm.FindAsync(Encoding.UTF8.GetBytes(body), "multipart/form-data; boundary=b", TestContext.Current.CancellationToken);

        Assert.Equal(expected, form?.Model);
        if (expected is not null) Assert.Equal(body.Replace("far", "org/b", StringComparison.Ordinal), Encoding.UTF8.GetString(form!.With("org/b")));
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "no parts")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=model\r\n\r\nfar")]
    [InlineData("multipart/form-data", "--b")]
    [InlineData("nonsense", "model=a")]
    public async Task Find_BrokenForm_IsNull(string contentType, string body) =>
        Assert.Null(await ForwardedForm.FindAsync(Encoding.UTF8.GetBytes(body), contentType, TestContext.Current.CancellationToken));
}
