using Gateway.Server.Security;

namespace Gateway.FunctionalTests.Parts;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://127.8.0.1:80", true)]
    [InlineData("http://localhost:0", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://unix:/run/gateway.sock", true)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://[::]:8080", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://+:8080", false)]
    [InlineData("http://10.0.0.7:8080", false)]
    [InlineData("http://gateway.example:8080", false)]
    [InlineData("https://192.168.1.2", false)]
    [InlineData("http://loopback:8080", false)]
    [InlineData("http://x@localhost:8080", false)]
    [InlineData("nonsense", false)]
    public void IsLoopback_Always_TellsWhoCanReachIt(string url, bool expected) => Assert.Equal(expected, ListenAddresses.IsLoopback(url));

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://127.0.0.1:0;http://*:0")]
    public void Build_AddressThatOthersReach_IsRefusedWithoutKeys(string urls)
    {
        var exception = Assert.Throws<Gateway.Hosting.GatewayConfigurationException>(() => Gateway.Server.GatewayApp.Build(["--urls", urls]));

        Assert.Contains("Gateway:AllowAnonymous", exception.Message, StringComparison.Ordinal);
    }
}
