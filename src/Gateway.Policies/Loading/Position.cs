namespace Gateway.Policies;

/// <summary>A place in a file; line and column count from 1.</summary>
internal readonly record struct Position(int Line, int Column);
