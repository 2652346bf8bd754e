using Microsoft.Extensions.Logging;

namespace Gateway;

/// <summary>What the engine works with.</summary>
/// <param name="Catalog">The names that policies may call.</param>
/// <param name="Time">The clock.</param>
/// <param name="Sinks">Who gets the records.</param>
/// <param name="KeepTexts">Records hold the candidates' texts.</param>
/// <param name="Logger">For failures of models that the answer does not show.</param>
public sealed record RunServices(IModelCatalog Catalog, TimeProvider Time, IReadOnlyList<IRunSink> Sinks, bool KeepTexts, ILogger Logger);
