"use strict";
// Draws points and lines with WebGL2, in portions: what is seen moves at once, as a picture of what was drawn before,
// while the same is drawn anew for where one looks now. So it stays smooth without a graphics card. It knows no names
// and no links' meaning; places are in the picture's own units, sizes in pixels.

const POINT_VERTEX = `#version 300 es
layout(location = 0) in vec2 place;
layout(location = 1) in float size;
layout(location = 2) in uint look;
uniform vec2 middle, zoom;
uniform float grow, ratio;
uniform vec3 fills[16], borders[16];
uniform int shapes[16];
flat out vec3 fill, border;
flat out int shape;
flat out float radius, strength;
void main() {
  uint state = look >> 5;
  int kind = int(look & 31u);
  fill = fills[kind]; border = borders[kind]; shape = shapes[kind];
  strength = state == 3u ? 0.16 : 1.0;
  float wide = size * grow * ratio;
  if (state == 2u) wide = max(wide * 1.4, 12.0 * ratio);
  radius = wide * 0.5;
  gl_PointSize = state == 1u ? 0.0 : wide + 2.0;
  gl_Position = state == 1u ? vec4(9.0, 9.0, 9.0, 1.0) : vec4((place - middle) * zoom, 0.0, 1.0);
}`;

const POINT_FRAGMENT = `#version 300 es
precision mediump float;
flat in vec3 fill, border;
flat in int shape;
flat in float radius, strength;
out vec4 colour;
float distanceTo(vec2 p) {
  vec2 a = abs(p);
  if (shape == 1) return max(a.x, a.y) - 0.8;
  if (shape == 2) return (a.x + a.y - 1.0) * 0.7071;
  if (shape == 3) return max(p.y - 0.72, a.x * 0.8660 - p.y * 0.5 - 0.46);
  if (shape == 4) return max(-p.y - 0.72, a.x * 0.8660 + p.y * 0.5 - 0.46);
  if (shape == 5) return max(a.y, a.x * 0.8660 + a.y * 0.5) - 0.82;
  if (shape == 6) {
    float part = 1.2566371, angle = atan(p.x, -p.y);
    angle = mod(angle + part * 0.5, part) - part * 0.5;
    vec2 q = length(p) * vec2(sin(abs(angle)), cos(angle));
    return dot(q - vec2(0.0, 1.0), vec2(0.8090, 0.5878)) * 0.95;
  }
  return length(p) - 0.92;
}
void main() {
  vec2 p = (gl_PointCoord * 2.0 - 1.0) * (radius + 1.0) / radius;
  float off = distanceTo(p) * radius;
  if (off > 0.75) discard;
  float rim = clamp(radius * 0.2, 0.0, 2.5);
  vec3 paint = radius < 2.0 ? mix(fill, border, 0.3) : mix(fill, border, clamp(off + rim + 0.5, 0.0, 1.0));
  float alpha = clamp(0.5 - off, 0.0, 1.0) * strength;
  colour = vec4(paint * alpha, alpha);
}`;

const LINE_VERTEX = `#version 300 es
layout(location = 0) in vec2 place;
uniform vec2 middle, zoom;
void main() { gl_Position = vec4((place - middle) * zoom, 0.0, 1.0); }`;

const LINE_FRAGMENT = `#version 300 es
precision mediump float;
uniform vec4 paint;
out vec4 colour;
void main() { colour = vec4(paint.rgb * paint.a, paint.a); }`;

const COPY_VERTEX = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}`;

const COPY_FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D sheet;
in vec2 at;
out vec4 colour;
void main() { colour = vec4(texture(sheet, at).rgb, 1.0); }`;

const MARGIN = 1.3, FIRST_LINES = 12000;
const SHAPES = { dot: 0, square: 1, diamond: 2, triangle: 3, triangleDown: 4, hexagon: 5, star: 6 };

function parseColour(text) {
  const number = parseInt(text.slice(1), 16);
  return [(number >> 16) / 255, ((number >> 8) & 255) / 255, (number & 255) / 255];
}

// Tells whether the processor has to do what a graphics card is for.
function isSoftware() {
  const gl = document.createElement("canvas").getContext("webgl2", { failIfMajorPerformanceCaveat: true });
  if (!gl) return true;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}

class Painter {
  // Returns null where there is no WebGL2.
  static on(canvas, styles) {
    const software = isSoftware();
    const gl = canvas.getContext("webgl2", { alpha: false, depth: false, stencil: false, antialias: false });
    return gl ? new Painter(canvas, gl, styles, software) : null;
  }

  constructor(canvas, gl, styles, software) {
    Object.assign(this, { canvas, gl, software });
    this.points = this.build(POINT_VERTEX, POINT_FRAGMENT);
    this.lines = this.build(LINE_VERTEX, LINE_FRAGMENT);
    this.copy = this.build(COPY_VERTEX, COPY_FRAGMENT);
    this.nothing = gl.createVertexArray();
    gl.useProgram(this.points.program);
    gl.uniform3fv(this.points.at("fills"), styles.flatMap(style => parseColour(style.fill)));
    gl.uniform3fv(this.points.at("borders"), styles.flatMap(style => parseColour(style.line)));
    gl.uniform1iv(this.points.at("shapes"), styles.map(style => SHAPES[style.shape]));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  build(vertex, fragment) {
    const gl = this.gl, program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) throw new Error("the shaders can't be linked");
    const known = new Map();
    const at = name => { if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name)); return known.get(name); };
    return { program, at };
  }

  store(target, values, usage) {
    const gl = this.gl, buffer = gl.createBuffer();
    gl.bindBuffer(target, buffer);
    gl.bufferData(target, values, usage);
    return buffer;
  }

  // Takes the arrays of a scene: places (x, y of each node), sizes, looks (style + 32 × state), links (pairs of nodes).
  load(places, sizes, looks) {
    const gl = this.gl;
    for (const buffer of this.buffers || []) gl.deleteBuffer(buffer);
    if (this.shape) { gl.deleteVertexArray(this.shape); gl.deleteVertexArray(this.web); }
    this.count = sizes.length;
    const at = this.store(gl.ARRAY_BUFFER, places, gl.STATIC_DRAW);
    this.shape = gl.createVertexArray();
    gl.bindVertexArray(this.shape);
    gl.bindBuffer(gl.ARRAY_BUFFER, at);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    const wide = this.store(gl.ARRAY_BUFFER, sizes, gl.STATIC_DRAW);
    gl.enableVertexAttribArray(1);
    gl.vertexAttribPointer(1, 1, gl.FLOAT, false, 0, 0);
    this.looks = this.store(gl.ARRAY_BUFFER, looks, gl.DYNAMIC_DRAW);
    gl.enableVertexAttribArray(2);
    gl.vertexAttribIPointer(2, 1, gl.UNSIGNED_BYTE, 0, 0);
    // The first node is the most important one and so is drawn last, on top.
    const order = new Uint32Array(this.count).map((_, i) => this.count - 1 - i);
    const from = this.store(gl.ELEMENT_ARRAY_BUFFER, order, gl.STATIC_DRAW);
    this.web = gl.createVertexArray();
    gl.bindVertexArray(this.web);
    gl.bindBuffer(gl.ARRAY_BUFFER, at);
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    this.links = this.store(gl.ELEMENT_ARRAY_BUFFER, new Uint32Array(0), gl.DYNAMIC_DRAW);
    this.buffers = [at, wide, this.looks, from, this.links];
    this.forget(true);
  }

  setLooks(looks) {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.looks);
    this.gl.bufferSubData(this.gl.ARRAY_BUFFER, 0, looks);
    this.forget(false);
  }

  // Links of which the last `marked` numbers are drawn apart, in the accent's colour.
  setLinks(links, marked) {
    this.gl.bindVertexArray(this.web);
    this.gl.bindBuffer(this.gl.ELEMENT_ARRAY_BUFFER, this.links);
    this.gl.bufferData(this.gl.ELEMENT_ARRAY_BUFFER, links, this.gl.DYNAMIC_DRAW);
    this.plain = links.length - marked;
    this.marked = marked;
  }

  // Fits the canvas to a place of so many pixels, and somewhat beyond it on every side.
  resize(width, height) {
    const gl = this.gl, canvas = this.canvas, most = gl.getParameter(gl.MAX_TEXTURE_SIZE);
    this.ratio = this.software ? 1 : Math.min(devicePixelRatio || 1, 2);
    // A graphics card draws twice as fine as the screen is: that smooths the lines.
    this.fine = this.software || this.ratio > 1.5 ? 1 : 2;
    const wide = 2 * Math.round(width * MARGIN / 2), tall = 2 * Math.round(height * MARGIN / 2);
    Object.assign(canvas.style, { width: wide + "px", height: tall + "px", left: (width - wide) / 2 + "px", top: (height - tall) / 2 + "px" });
    canvas.width = Math.max(1, Math.round(wide * this.ratio));
    canvas.height = Math.max(1, Math.round(tall * this.ratio));
    this.wide = Math.min(most, canvas.width * this.fine);
    this.tall = Math.min(most, canvas.height * this.fine);
    if (this.sheet) { gl.deleteTexture(this.sheet.texture); gl.deleteFramebuffer(this.sheet.target); }
    this.sheet = this.addSheet();
    this.forget(true);
  }

  // Where the next drawing is made, portion by portion, before it is shown.
  addSheet() {
    const gl = this.gl, texture = gl.createTexture(), target = gl.createFramebuffer();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, this.wide, this.tall);
    const filter = this.fine > 1 ? gl.LINEAR : gl.NEAREST;
    for (const name of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, name, filter);
    for (const edge of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, edge, gl.CLAMP_TO_EDGE);
    gl.bindFramebuffer(gl.FRAMEBUFFER, target);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    return { texture, target };
  }

  // What is drawn changed: what is shown no longer holds, and with `blank` says nothing at all.
  forget(blank) {
    this.job = null;
    this.stale = true;
    if (blank) this.shown = null;
  }

  // Shows a view at once from what was drawn before, moved and stretched, and draws on it anew, `budget` marks and
  // lines a call. Returns whether all is drawn. `view`: x, y (what is in the middle), scale (pixels a unit). `look`:
  // paper, link, accent as colours, alpha of a link, grow of points. With `hold` nothing new is begun.
  paint(view, look, budget, hold = false) {
    const same = (a, b) => a && a.x === b.x && a.y === b.y && a.scale === b.scale;
    if (!this.job && !hold && (this.stale || !same(this.shown, view))) {
      // The first picture comes soon, with some of the lines.
      this.job = { view: { ...view }, look, lines: 0, points: 0, left: this.shown ? 0 : Math.max(0, this.plain / 2 - FIRST_LINES) };
      this.job.lines = this.job.left;
      this.stale = false;
    }
    if (this.job) {
      this.work(this.job, budget);
      const done = this.job.points >= this.count;
      if (done || !this.shown) this.copyOver();
      if (done) {
        this.shown = this.job.view;
        this.stale = this.job.left > 0;
        document.body.dataset.seen = "yes";
        this.job = null;
      }
    }
    this.moveShown(view);
    return !this.job && !this.stale && same(this.shown, view);
  }

  moveShown(view) {
    const was = this.shown || view;
    const x = (was.x - view.x) * view.scale, y = (was.y - view.y) * view.scale;
    this.canvas.style.transform = `translate(${x}px, ${y}px) scale(${view.scale / was.scale})`;
  }

  work(job, budget) {
    const gl = this.gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.sheet.target);
    gl.viewport(0, 0, this.wide, this.tall);
    if (job.lines === job.left && !job.points) {
      gl.clearColor(...job.look.paper, 1);
      gl.clear(gl.COLOR_BUFFER_BIT);
    }
    const scale = 2 * job.view.scale * this.ratio * this.fine, zoom = [scale / this.wide, -scale / this.tall];
    const left = this.drawLines(job, zoom, budget);
    if (left > 0) this.drawPoints(job, zoom, left);
  }

  drawLines(job, zoom, budget) {
    const gl = this.gl, all = (this.plain + this.marked) / 2, now = Math.min(all - job.lines, budget);
    if (!now) return budget;
    gl.useProgram(this.lines.program);
    gl.uniform2f(this.lines.at("middle"), job.view.x, job.view.y);
    gl.uniform2f(this.lines.at("zoom"), ...zoom);
    gl.bindVertexArray(this.web);
    const plain = Math.max(0, Math.min(this.plain / 2 - job.lines, now));
    if (plain) {
      gl.uniform4f(this.lines.at("paint"), ...job.look.link, job.look.alpha);
      gl.drawElements(gl.LINES, 2 * plain, gl.UNSIGNED_INT, 8 * job.lines);
    }
    if (now > plain) {
      gl.uniform4f(this.lines.at("paint"), ...job.look.accent, 0.9);
      gl.drawElements(gl.LINES, 2 * (now - plain), gl.UNSIGNED_INT, 8 * (job.lines + plain));
    }
    job.lines += now;
    return budget - now;
  }

  drawPoints(job, zoom, budget) {
    const gl = this.gl, now = Math.min(this.count - job.points, budget);
    gl.useProgram(this.points.program);
    gl.uniform2f(this.points.at("middle"), job.view.x, job.view.y);
    gl.uniform2f(this.points.at("zoom"), ...zoom);
    gl.uniform1f(this.points.at("grow"), job.look.grow);
    gl.uniform1f(this.points.at("ratio"), this.ratio * this.fine);
    gl.bindVertexArray(this.shape);
    gl.drawElements(gl.POINTS, now, gl.UNSIGNED_INT, 4 * job.points);
    job.points += now;
  }

  copyOver() {
    const gl = this.gl;
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, this.canvas.width, this.canvas.height);
    gl.useProgram(this.copy.program);
    gl.bindTexture(gl.TEXTURE_2D, this.sheet.texture);
    gl.bindVertexArray(this.nothing);
    gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  }
}
