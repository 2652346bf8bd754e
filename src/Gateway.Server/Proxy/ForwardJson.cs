using System.Text.Json.Serialization;

namespace Gateway.Server.Proxy;

[JsonSerializable(typeof(string))]
internal sealed partial class ForwardJson : JsonSerializerContext;
