# Two stages: the SDK builds, and only the program goes into the image that runs. It needs a PostgreSQL beside it:
# docker-compose.yml has both.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# The project files alone first, so that packages are fetched again only when a version changes. Kris.Web.csproj says
# RequiresAspNetWebAssets: a restore that sees no .razor file would otherwise leave blazor.web.js out.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props .editorconfig ./
COPY src/Kris.Domain/Kris.Domain.csproj src/Kris.Domain/
COPY src/Kris.Data/Kris.Data.csproj src/Kris.Data/
COPY src/Kris.Web/Kris.Web.csproj src/Kris.Web/
RUN dotnet restore src/Kris.Web/Kris.Web.csproj

COPY src/ src/
COPY samples/ samples/
RUN dotnet publish src/Kris.Web/Kris.Web.csproj -c Release --no-restore -p:UseAppHost=false -o /program

FROM mcr.microsoft.com/dotnet/aspnet:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -m 0700 -o app -g app /data /passing
WORKDIR /program
COPY --from=build /program ./

# A file that is sent lies in TMPDIR until it is looked through.
ENV KRIS_DATA=/data KRIS_PORT=8443 TMPDIR=/passing
VOLUME /data /passing
EXPOSE 8443
USER app

# The certificate may be one that this image does not know: what is asked is whether the program answers.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD curl --fail --silent --insecure --output /dev/null "https://localhost:${KRIS_PORT}/healthz"

STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "kris-web.dll"]
CMD ["up"]
