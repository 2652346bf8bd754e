namespace Gateway.Hosting;

/// <summary>The configuration has changed, or a file that it names has.</summary>
internal abstract record ConfigurationChange
{
    /// <summary>It can be used.</summary>
    /// <param name="Options">What it says.</param>
    /// <param name="IsNew">False where a file that it names changed, and not the configuration.</param>
    /// <param name="NeedRestart">Keys whose new values take effect at the next start.</param>
    public sealed record Legal(GatewayOptions Options, bool IsNew, IReadOnlyList<string> NeedRestart) : ConfigurationChange;

    /// <summary>It cannot, and what was in force stays.</summary>
    /// <param name="Reason">Every mistake.</param>
    public sealed record Broken(GatewayConfigurationException Reason) : ConfigurationChange;
}
