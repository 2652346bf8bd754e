using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Hosting;

/// <summary>The composition root that every program of the gateway shares.</summary>
public static class GatewayServices
{
    /// <summary>
    /// Adds models, policies and their reload, and the last runs. The program adds its <see cref="IRemoteTransport"/> and its
    /// <see cref="IConfigurationFiles"/>.
    /// </summary>
    public static IServiceCollection AddGateway(this IServiceCollection services, GatewayOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(new RunRing(options.KeepRecords));
        services.AddSingleton<IRunSink>(static provider => provider.GetRequiredService<RunRing>());
        services.AddSingleton<OpenModels>();
        services.AddSingleton<IModelOpener, ModelOpener>();
        services.AddSingleton<ModelSetLoader>();
        services.AddSingleton<ConfigurationWatch>();
        services.AddSingleton<ReloadReport>();
        services.AddSingleton<SnapshotBuilder>();
        services.AddSingleton<GatewayState>();
        services.AddHostedService<GatewayReload>();
        return services;
    }
}
