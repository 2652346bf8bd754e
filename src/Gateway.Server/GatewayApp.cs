using Gateway.Hosting;
using Gateway.Server.Configuration;
using Gateway.Server.Endpoints;
using Gateway.Server.Proxy;
using Gateway.Server.Security;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Server;

/// <summary>The server, put together.</summary>
internal static class GatewayApp
{
    /// <exception cref="GatewayConfigurationException">The configuration cannot be used.</exception>
    public static WebApplication Build(string[] args)
    {
        var builder = CreateBuilder(args);
        var options = GatewayOptionsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
        var open = ListenAddresses.Settle(builder);
        if (open.Count > 0 && !options.AllowAnonymous)
        {
            throw new GatewayConfigurationException(
                [$"{string.Join(", ", open)} can be reached from other machines, and nobody has to show a key; legal: a loopback address such as {ListenAddresses.Default}, or Gateway:AllowAnonymous true"]);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Once, and not whenever the file changes: that would pass by the check above.
            kestrel.Configure(builder.Configuration.GetSection("Kestrel"));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxBodyBytes;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTimeout);
        builder.Services.AddSingleton<IConfigurationFiles>(new ConfigurationFiles(builder.Configuration, builder.Environment.ContentRootPath));
        AddServices(builder.Services, options);

        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>The host with its configuration, whose files are followed by <see cref="ConfigurationFiles"/> alone.</summary>
    /// <exception cref="GatewayConfigurationException">A file cannot be read.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        try
        {
            return WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        }
        catch (InvalidDataException exception)
        {
            throw new GatewayConfigurationException([JsonProblem.Describe(exception.Message.TrimEnd('.'), exception)]);
        }
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<TransportHealth>();
        services.AddSingleton<IPassiveHealthCheckPolicy>(static provider => provider.GetRequiredService<TransportHealth>());
        services.AddSingleton<IRemoteTransport, YarpTransport>();
        services.AddSingleton<ModelRouting>();
        services.AddSingleton<ChatCompletionsEndpoint>();
        services.AddSingleton<RunsEndpoint>();
        services.AddSingleton<Drain>();
        services.AddHostedService(static provider => provider.GetRequiredService<Drain>());
        services.AddSingleton<ILocalModelEndpoint, EmbeddingsEndpoint>();
        services.AddSingleton<ILocalModelEndpoint, CompletionsEndpoint>();
        services.AddSingleton<HealthEndpoints>();
        services.AddHostedService<StartupReport>();
        services.AddGateway(options);
        services.AddReverseProxy()
            .LoadFromMemory(RemoteClusters.Routes, RemoteClusters.Clusters(options.Models.OfType<RemoteModelSettings>()))
            .AddTransforms(static context => context.AddRequestTransform(static transform =>
            {
                ModelRouting.ReplaceKey(transform.HttpContext, transform.ProxyRequest);
                return ValueTask.CompletedTask;
            }));
    }

    private static void Map(WebApplication app)
    {
        app.UseMiddleware<EveryAnswer>();
        app.UseRouting();

        var chat = app.Services.GetRequiredService<ChatCompletionsEndpoint>();
        var runs = app.Services.GetRequiredService<RunsEndpoint>();
        var health = app.Services.GetRequiredService<HealthEndpoints>();
        app.MapPost("/v1/chat/completions", chat.PostAsync);
        app.MapGet("/v1/models", ModelsEndpoint.ListAsync);
        app.MapGet("/v1/models/{id}", ModelsEndpoint.GetAsync);
        app.MapGet("/v1/runs", runs.ListAsync);
        app.MapGet("/v1/runs/{id}", runs.GetAsync);
        app.MapGet("/health/live", HealthEndpoints.LiveAsync);
        app.MapGet("/health/ready", health.ReadyAsync);
        app.MapReverseProxy(static proxy =>
        {
            var routing = proxy.ApplicationServices.GetRequiredService<ModelRouting>();
            proxy.Use(routing.InvokeAsync);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        app.MapFallback("{**path}", static context => HttpErrors.WriteAsync(context, HttpErrors.UnknownPath(context)));
    }
}
