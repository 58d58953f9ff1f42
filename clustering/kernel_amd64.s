#include "textflag.h"

// Every routine that touches the upper halves of the registers ends with VZEROUPPER: without it all later
// float code of the process runs many times slower.

// func nearerDistsAVX2(x *float32, d, blocks int, q, near, out, sums *float32)
TEXT ·nearerDistsAVX2(SB), NOSPLIT, $0-56
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R8
	MOVQ blocks+16(FP), R9
	MOVQ near+32(FP), R10
	MOVQ out+40(FP), R11
	MOVQ sums+48(FP), DI

next:
	MOVQ   q+24(FP), CX
	MOVQ   R8, DX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1
	VXORPS Y2, Y2, Y2
	VXORPS Y3, Y3, Y3

column:
	VBROADCASTSS (CX), Y15
	VSUBPS       (SI), Y15, Y12
	VSUBPS       32(SI), Y15, Y13
	VSUBPS       64(SI), Y15, Y14
	VSUBPS       96(SI), Y15, Y15
	VFMADD231PS  Y12, Y12, Y0
	VFMADD231PS  Y13, Y13, Y1
	VFMADD231PS  Y14, Y14, Y2
	VFMADD231PS  Y15, Y15, Y3
	ADDQ         $4, CX
	ADDQ         $128, SI
	DECQ         DX
	JNZ          column

	VMINPS       (R10), Y0, Y0
	VMINPS       32(R10), Y1, Y1
	VMINPS       64(R10), Y2, Y2
	VMINPS       96(R10), Y3, Y3
	VMOVUPS      Y0, (R11)
	VMOVUPS      Y1, 32(R11)
	VMOVUPS      Y2, 64(R11)
	VMOVUPS      Y3, 96(R11)
	VADDPS       Y1, Y0, Y0
	VADDPS       Y3, Y2, Y2
	VADDPS       Y2, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VHADDPS      X0, X0, X0
	VHADDPS      X0, X0, X0
	VMOVSS       X0, (DI)
	ADDQ         $128, R10
	ADDQ         $128, R11
	ADDQ         $4, DI
	DECQ         R9
	JNZ          next
	VZEROUPPER
	RET

// func sqDistsAVX2(x *float64, d, blocks int, q, out *float64)
// Y0-Y3 add up even columns and Y4-Y7 odd ones: with four sums each addition would wait for the last.
TEXT ·sqDistsAVX2(SB), NOSPLIT, $0-40
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R8
	MOVQ blocks+16(FP), R9
	MOVQ out+32(FP), DI

next:
	MOVQ   q+24(FP), CX
	MOVQ   R8, DX
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
	VXORPD Y4, Y4, Y4
	VXORPD Y5, Y5, Y5
	VXORPD Y6, Y6, Y6
	VXORPD Y7, Y7, Y7
	SUBQ   $2, DX
	JLT    odd

columns:
	VBROADCASTSD (CX), Y15
	VSUBPD       (SI), Y15, Y8
	VSUBPD       32(SI), Y15, Y9
	VSUBPD       64(SI), Y15, Y10
	VSUBPD       96(SI), Y15, Y11
	VBROADCASTSD 8(CX), Y15
	VFMADD231PD  Y8, Y8, Y0
	VFMADD231PD  Y9, Y9, Y1
	VFMADD231PD  Y10, Y10, Y2
	VFMADD231PD  Y11, Y11, Y3
	VSUBPD       128(SI), Y15, Y12
	VSUBPD       160(SI), Y15, Y13
	VSUBPD       192(SI), Y15, Y14
	VSUBPD       224(SI), Y15, Y15
	VFMADD231PD  Y12, Y12, Y4
	VFMADD231PD  Y13, Y13, Y5
	VFMADD231PD  Y14, Y14, Y6
	VFMADD231PD  Y15, Y15, Y7
	ADDQ         $16, CX
	ADDQ         $256, SI
	SUBQ         $2, DX
	JGE          columns

odd:
	ADDQ         $2, DX
	JZ           done
	VBROADCASTSD (CX), Y15
	VSUBPD       (SI), Y15, Y12
	VSUBPD       32(SI), Y15, Y13
	VSUBPD       64(SI), Y15, Y14
	VSUBPD       96(SI), Y15, Y15
	VFMADD231PD  Y12, Y12, Y0
	VFMADD231PD  Y13, Y13, Y1
	VFMADD231PD  Y14, Y14, Y2
	VFMADD231PD  Y15, Y15, Y3
	ADDQ         $128, SI

done:
	VADDPD  Y4, Y0, Y0
	VADDPD  Y5, Y1, Y1
	VADDPD  Y6, Y2, Y2
	VADDPD  Y7, Y3, Y3
	VMOVUPD Y0, (DI)
	VMOVUPD Y1, 32(DI)
	VMOVUPD Y2, 64(DI)
	VMOVUPD Y3, 96(DI)
	ADDQ    $128, DI
	DECQ    R9
	JNZ     next
	VZEROUPPER
	RET

// func sqDistsAVX512(x *float64, d, blocks int, q, out *float64)
// Four columns at a time, each with sums of its own.
TEXT ·sqDistsAVX512(SB), NOSPLIT, $0-40
	MOVQ x+0(FP), SI
	MOVQ d+8(FP), R8
	MOVQ blocks+16(FP), R9
	MOVQ out+32(FP), DI

next:
	MOVQ   q+24(FP), CX
	MOVQ   R8, DX
	VPXORQ Z0, Z0, Z0
	VPXORQ Z1, Z1, Z1
	VPXORQ Z2, Z2, Z2
	VPXORQ Z3, Z3, Z3
	VPXORQ Z4, Z4, Z4
	VPXORQ Z5, Z5, Z5
	VPXORQ Z6, Z6, Z6
	VPXORQ Z7, Z7, Z7
	SUBQ   $4, DX
	JLT    rest

columns:
	VBROADCASTSD (CX), Z8
	VSUBPD       (SI), Z8, Z9
	VSUBPD       64(SI), Z8, Z8
	VFMADD231PD  Z9, Z9, Z0
	VFMADD231PD  Z8, Z8, Z1
	VBROADCASTSD 8(CX), Z10
	VSUBPD       128(SI), Z10, Z11
	VSUBPD       192(SI), Z10, Z10
	VFMADD231PD  Z11, Z11, Z2
	VFMADD231PD  Z10, Z10, Z3
	VBROADCASTSD 16(CX), Z12
	VSUBPD       256(SI), Z12, Z13
	VSUBPD       320(SI), Z12, Z12
	VFMADD231PD  Z13, Z13, Z4
	VFMADD231PD  Z12, Z12, Z5
	VBROADCASTSD 24(CX), Z14
	VSUBPD       384(SI), Z14, Z15
	VSUBPD       448(SI), Z14, Z14
	VFMADD231PD  Z15, Z15, Z6
	VFMADD231PD  Z14, Z14, Z7
	ADDQ         $32, CX
	ADDQ         $512, SI
	SUBQ         $4, DX
	JGE          columns

rest:
	ADDQ $4, DX
	JZ   done

column:
	VBROADCASTSD (CX), Z8
	VSUBPD       (SI), Z8, Z9
	VSUBPD       64(SI), Z8, Z8
	VFMADD231PD  Z9, Z9, Z0
	VFMADD231PD  Z8, Z8, Z1
	ADDQ         $8, CX
	ADDQ         $128, SI
	DECQ         DX
	JNZ          column

done:
	VADDPD  Z2, Z0, Z0
	VADDPD  Z3, Z1, Z1
	VADDPD  Z4, Z6, Z4
	VADDPD  Z5, Z7, Z5
	VADDPD  Z4, Z0, Z0
	VADDPD  Z5, Z1, Z1
	VMOVUPD Z0, (DI)
	VMOVUPD Z1, 64(DI)
	ADDQ    $128, DI
	DECQ    R9
	JNZ     next
	VZEROUPPER
	RET

// func sumSqrtAVX2(v *float64, n int) float64
TEXT ·sumSqrtAVX2(SB), NOSPLIT, $0-24
	MOVQ   v+0(FP), SI
	MOVQ   n+8(FP), CX
	SHRQ   $4, CX
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3

next:
	VSQRTPD (SI), Y4
	VSQRTPD 32(SI), Y5
	VSQRTPD 64(SI), Y6
	VSQRTPD 96(SI), Y7
	VADDPD  Y4, Y0, Y0
	VADDPD  Y5, Y1, Y1
	VADDPD  Y6, Y2, Y2
	VADDPD  Y7, Y3, Y3
	ADDQ    $128, SI
	DECQ    CX
	JNZ     next

	VADDPD       Y1, Y0, Y0
	VADDPD       Y3, Y2, Y2
	VADDPD       Y2, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPD       X1, X0, X0
	VHADDPD      X0, X0, X0
	VMOVSD       X0, ret+16(FP)
	VZEROUPPER
	RET

// func dotAVX2(a, b *float64, n int) float64
TEXT ·dotAVX2(SB), NOSPLIT, $0-32
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), DI
	MOVQ   n+16(FP), CX
	VXORPD Y0, Y0, Y0
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2
	VXORPD Y3, Y3, Y3
	SUBQ   $16, CX
	JLT    rest

next:
	VMOVUPD     (SI), Y4
	VMOVUPD     32(SI), Y5
	VMOVUPD     64(SI), Y6
	VMOVUPD     96(SI), Y7
	VFMADD231PD (DI), Y4, Y0
	VFMADD231PD 32(DI), Y5, Y1
	VFMADD231PD 64(DI), Y6, Y2
	VFMADD231PD 96(DI), Y7, Y3
	ADDQ        $128, SI
	ADDQ        $128, DI
	SUBQ        $16, CX
	JGE         next

rest:
	ADDQ $16, CX
	JZ   done

four:
	VMOVUPD     (SI), Y4
	VFMADD231PD (DI), Y4, Y0
	ADDQ        $32, SI
	ADDQ        $32, DI
	SUBQ        $4, CX
	JNZ         four

done:
	VADDPD       Y1, Y0, Y0
	VADDPD       Y3, Y2, Y2
	VADDPD       Y2, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPD       X1, X0, X0
	VHADDPD      X0, X0, X0
	VMOVSD       X0, ret+24(FP)
	VZEROUPPER
	RET

// func axpyAVX2(f float64, x, y *float64, n int)
TEXT ·axpyAVX2(SB), NOSPLIT, $0-32
	VBROADCASTSD f+0(FP), Y15
	MOVQ         x+8(FP), SI
	MOVQ         y+16(FP), DI
	MOVQ         n+24(FP), CX

next:
	VMOVUPD     (DI), Y0
	VFMADD231PD (SI), Y15, Y0
	VMOVUPD     Y0, (DI)
	ADDQ        $32, SI
	ADDQ        $32, DI
	SUBQ        $4, CX
	JNZ         next
	VZEROUPPER
	RET

// func rotateAVX2(a, b *float64, n int, c, s float64)
TEXT ·rotateAVX2(SB), NOSPLIT, $0-40
	MOVQ         a+0(FP), SI
	MOVQ         b+8(FP), DI
	MOVQ         n+16(FP), CX
	VBROADCASTSD c+24(FP), Y14
	VBROADCASTSD s+32(FP), Y15

next:
	VMOVUPD      (SI), Y0
	VMOVUPD      (DI), Y1
	VMULPD       Y0, Y15, Y2
	VFMADD231PD  Y1, Y14, Y2
	VMULPD       Y1, Y15, Y3
	VFMSUB231PD  Y0, Y14, Y3
	VMOVUPD      Y3, (SI)
	VMOVUPD      Y2, (DI)
	ADDQ         $32, SI
	ADDQ         $32, DI
	SUBQ         $4, CX
	JNZ          next
	VZEROUPPER
	RET

DATA first<>+0(SB)/8, $0
DATA first<>+8(SB)/8, $1
DATA first<>+16(SB)/8, $2
DATA first<>+24(SB)/8, $3
DATA first<>+32(SB)/8, $4
DATA first<>+40(SB)/8, $5
DATA first<>+48(SB)/8, $6
DATA first<>+56(SB)/8, $7
GLOBL first<>(SB), RODATA, $64

// func argminAVX2(v *float64, n int, least *[8]float64, at *[8]int64)
// Eight running minima, each the first of its equals, and where they are.
TEXT ·argminAVX2(SB), NOSPLIT, $0-32
	MOVQ         v+0(FP), SI
	MOVQ         n+8(FP), CX
	MOVQ         least+16(FP), R8
	MOVQ         at+24(FP), R9
	VMOVDQU      first<>+0(SB), Y4
	VMOVDQU      first<>+32(SB), Y5
	MOVQ         $8, AX
	VMOVQ        AX, X6
	VPBROADCASTQ X6, Y6
	VMOVUPD      (SI), Y0
	VMOVUPD      32(SI), Y1
	VMOVDQA      Y4, Y2
	VMOVDQA      Y5, Y3

next:
	ADDQ      $64, SI
	VPADDQ    Y6, Y4, Y4
	VPADDQ    Y6, Y5, Y5
	SUBQ      $8, CX
	JZ        done
	VMOVUPD   (SI), Y7
	VMOVUPD   32(SI), Y8
	VCMPPD    $0x11, Y0, Y7, Y9
	VCMPPD    $0x11, Y1, Y8, Y10
	VMINPD    Y0, Y7, Y0
	VMINPD    Y1, Y8, Y1
	VBLENDVPD Y9, Y4, Y2, Y2
	VBLENDVPD Y10, Y5, Y3, Y3
	JMP       next

done:
	VMOVUPD Y0, (R8)
	VMOVUPD Y1, 32(R8)
	VMOVDQU Y2, (R9)
	VMOVDQU Y3, 32(R9)
	VZEROUPPER
	RET

// func wardAVX2(dist, size *float64, own float64, n int)
TEXT ·wardAVX2(SB), NOSPLIT, $0-32
	MOVQ         dist+0(FP), SI
	MOVQ         size+8(FP), DI
	VBROADCASTSD own+16(FP), Y6
	MOVQ         n+24(FP), CX

next:
	VMOVUPD (DI), Y0
	VADDPD  Y0, Y6, Y1
	VMULPD  (SI), Y0, Y0
	VDIVPD  Y1, Y0, Y0
	VMOVUPD Y0, (SI)
	ADDQ    $32, SI
	ADDQ    $32, DI
	SUBQ    $4, CX
	JNZ     next
	VZEROUPPER
	RET

// func sqrtAllAVX2(v *float64, n int)
TEXT ·sqrtAllAVX2(SB), NOSPLIT, $0-16
	MOVQ v+0(FP), SI
	MOVQ n+8(FP), CX

next:
	VSQRTPD (SI), Y0
	VMOVUPD Y0, (SI)
	ADDQ    $32, SI
	SUBQ    $4, CX
	JNZ     next
	VZEROUPPER
	RET
