namespace Gateway.Evals.Statistics;

/// <summary>A row of a reliability table: the items whose confidence lies in one bin.</summary>
/// <param name="Range">The bin's confidences: from Low, up to but without High; the last bin holds 1.</param>
/// <param name="Count">Items in the bin, at least one.</param>
/// <param name="MeanConfidence">What they claim.</param>
/// <param name="Accuracy">Share of them that is right.</param>
internal readonly record struct ReliabilityBin(Interval Range, int Count, double MeanConfidence, double Accuracy);
