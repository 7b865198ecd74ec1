namespace Kris.Bench;

/// <summary>What makes a figure worthless: the run ends with this sentence instead of printing it.</summary>
public sealed class BenchException(string message) : Exception(message);
