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
    [InlineData("""{"model":"first","model":"a"}""", """{"model":"first","model":"org/b"}""")]
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
    public void ModelInJson_NamesNone_IsNull(string body) => Assert.Null(ForwardedRequest.ModelInJson(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("model=a&x=1", "a")]
    [InlineData("x=1&model=a", "a")]
    [InlineData("x=1&mymodel=a", null)]
    [InlineData("x=1", null)]
    public void FindInForm_UrlEncoded_FindsTheField(string body, string? expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var place = ForwardedRequest.FindInForm(bytes, "application/x-www-form-urlencoded");

        Assert.Equal(expected, place is { } range ? Encoding.UTF8.GetString(bytes[range]) : null);
    }
}
