namespace Kris.Web.Api;

/// <summary>Of an endpoint whose body is a file and not JSON.</summary>
public sealed class TakesBytes;
